"""Documents and pictures: a value of the domain in, text or bytes out."""
