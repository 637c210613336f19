"""What services say to each other: messages, typed clients, faults and the catalogue of rpcs."""
