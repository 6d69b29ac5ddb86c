"""The planned document between the guide and every writer: roles, blocks, pages and slides."""
