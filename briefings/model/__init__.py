"""The words of the product as frozen objects; they import only each other."""
