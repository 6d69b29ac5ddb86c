"""Tools that this project did not write, called from its tests.

A test of our writers by our own readers would share their mistakes. So each module here asks somebody else:

- `verapdf`: does the PDF keep the rules of PDF/UA and PDF/A?
- `openxml`: does the PPTX keep the rules of its format?
- `libreoffice`: what does another program make of the deck?
- `poppler`: which words stand where on a page, in which fonts, and is the file sound?
- `needs`: marks for tests that want a tool which a machine may lack.

Lengths are in points, measured from the top left corner of a page.
"""
