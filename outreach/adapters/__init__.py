"""The only code that touches network, disk and database; one file each, named <port>_<technology>."""
