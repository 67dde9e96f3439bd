"""An invented municipality and its vendors, made through the services."""
