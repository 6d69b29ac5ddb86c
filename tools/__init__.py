"""What developers run beside the product: set-up, measurements and pictures. Not installed."""
