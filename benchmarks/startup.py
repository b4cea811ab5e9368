"""What starting costs: CPU of a whole process against `python -c pass`, in pairs, medians of the ratios.

    python benchmarks/startup.py [--runs 15] [--article FILE]

Prints a row a command. With --article also what a first run and a warm rerun of that article cost (espeak).
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile


def cpu(arguments, **environment):
    before = os.times()
    subprocess.run(
        arguments, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **environment}
    )
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--article")
    chosen = options.parse_args()
    nothing = [sys.executable, "-c", "pass"]
    commands = {
        "import narrator": [sys.executable, "-c", "import narrator"],
        "narrator --help": [sys.executable, "-m", "narrator", "--help"],
        "narrator make --help": [sys.executable, "-m", "narrator", "make", "--help"],
    }
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} CPUs, {chosen.runs} pairs")
    for name, arguments in commands.items():
        cpu(arguments)
        # os.times counts in hundredths: ten processes a measurement make that small
        pairs = [
            (sum(cpu(arguments) for _ in range(5)), sum(cpu(nothing) for _ in range(5))) for _ in range(chosen.runs)
        ]
        ratio = statistics.median(one / other for one, other in pairs)
        print(
            f"{name:22} {statistics.median(one for one, _ in pairs) * 200:7.1f} ms CPU   {ratio:5.2f} times python -c pass"
        )
    if chosen.article:
        with tempfile.TemporaryDirectory() as folder:
            run = [
                sys.executable,
                "-m",
                "narrator",
                "make",
                chosen.article,
                "--engine",
                "espeak",
                "-o",
                f"{folder}/out",
            ]
            first = cpu(run, NARRATOR_CACHE=f"{folder}/cache")
            warm = statistics.median(cpu(run, NARRATOR_CACHE=f"{folder}/cache") for _ in range(5))
            print(
                f"{'first run':22} {first:7.2f} s CPU\n{'warm rerun':22} {warm:7.2f} s CPU   {warm / first:5.2f} of the first"
            )


if __name__ == "__main__":
    main()
