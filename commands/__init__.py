"""The commands of ``wenzheng``, one module per theme; importing this package registers them all."""
