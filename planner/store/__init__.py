"""An operator's trips with their versions, kept in a database."""
