#!/usr/bin/env bash
# Needs root. A network where every packet vanishes: `--engine auto` has to decide for espeak within 3 seconds.
#
#     sudo tests/manual/dropped_packets.sh ARTICLE [PYTHON]
#
# Two namespaces of its own: the command runs in one, whose only way out leads to the other, which forwards nothing and
# says nothing. A name server is named there that nobody runs.
set -euo pipefail
article=$(realpath "${1:?usage: dropped_packets.sh ARTICLE [PYTHON]}")
python=${2:-python3}
name="narrator-drop-$$"
work=$(mktemp -d)
trap 'ip netns delete "$name" || true; ip netns delete "$name-hole" || true; rm -rf "$work" "/etc/netns/$name"' EXIT

ip netns add "$name"
ip netns add "$name-hole"
ip link add drop0 netns "$name" type veth peer name drop1 netns "$name-hole"
ip -n "$name" addr add 192.0.2.1/24 dev drop0
ip -n "$name-hole" addr add 192.0.2.2/24 dev drop1
ip -n "$name" link set lo up
ip -n "$name" link set drop0 up
ip -n "$name-hole" link set drop1 up
ip netns exec "$name-hole" sh -c 'echo 0 > /proc/sys/net/ipv4/ip_forward'
ip -n "$name" route add default via 192.0.2.2
mkdir -p "/etc/netns/$name"
echo "nameserver 198.51.100.53" > "/etc/netns/$name/resolv.conf"

for url in "" "https://198.51.100.7"; do
  echo "== ${url:-by name}"
  NARRATOR_GTTS_URL="$url" NARRATOR_CACHE="$work/cache" ip netns exec "$name" \
    "$python" - "$article" "$work/out$RANDOM" <<'PY'
import json, subprocess, sys, time
run = [sys.executable, "-m", "narrator", "make", sys.argv[1], "--json", "-o", sys.argv[2]]
began = time.monotonic()
asked = decided = None
for line in (child := subprocess.Popen(run, stdout=subprocess.PIPE, text=True)).stdout:
    event = json.loads(line)
    if event["type"] == "cleaned":
        asked = time.monotonic()
    if event["type"] == "engine_chosen":
        decided = time.monotonic()
        print(f"decided for {event['engine']} {decided - asked:.2f} s after the article was read ({event['reason']})")
    if event["type"] == "warned":
        print("warning:", event["message"])
print(f"exit {child.wait()} after {time.monotonic() - began:.2f} s")
PY
done
