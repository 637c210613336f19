"""Every form in which an entry may come: alone, many at once, as a CloudEvent, over HTTP."""
