"""From the files of a scan, of whatever they are made, to files that are safe to keep and to show."""
