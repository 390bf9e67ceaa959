"""Compiled parts of the certificate: steps of a day, closed ways, completion bound and labels."""
