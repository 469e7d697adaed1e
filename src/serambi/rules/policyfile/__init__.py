"""How the policy folder is read: text in, values or faults out. Pure; the counters open the files."""
