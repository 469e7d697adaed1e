"""Compute a draw of Serambi again: python recompute_draw.py result.json [the hash you noted before the draw]"""

import json
import sys
from hashlib import sha256

with open(sys.argv[1], encoding="utf-8") as opened:
    result = json.load(opened)
seed, requests, slots = result["seed"], result["requests"], {}
noted = sys.argv[2] if len(sys.argv) > 2 else result["seed_hash"]
faults = [] if sha256(seed.encode()).hexdigest() == result["seed_hash"] == noted else ["this seed was not committed to"]
ranks = {each["code"]: sha256(f"{seed}|{each['code']}".encode()).hexdigest() for each in requests}
faults += ["a code stands there twice"] if len(ranks) < len(requests) else []
left = {each["slot"]: each["places"] for each in result["places"]}
for place in result["places"]:
    slots.setdefault(place["slot"], []).append(place["slot"])
    slots.setdefault(place["on"], []).append(place["slot"])
for each in sorted(requests, key=lambda each: (not each["urgent"], ranks[each["code"]])):
    rank = "" if each["left"] else ranks[each["code"]]
    wanted = [] if each["left"] else [slot for wish in each["wishes"] for slot in slots.get(wish, [])]
    slot = next((slot for slot in wanted if left[slot] >= each["people"]), "")
    if slot:
        left[slot] -= each["people"]
    if (each["rank"], each["slot"]) != (rank, slot):
        faults.append(f"{each['code']}: rank {rank or 'none'}, slot {slot or 'none'}; the file says otherwise")
print("\n".join(["disagrees", *faults]) if faults else f"agrees: {len(requests)} requests, seed {seed}")
sys.exit(1 if faults else 0)
