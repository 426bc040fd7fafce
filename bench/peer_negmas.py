"""Times NegMAS on one instance, as its users would ask it; bench/peer.py starts this.

    peer_negmas.py frontier|stats SECONDS CASE.yaml
    peer_negmas.py frontier|stats SECONDS DOMAIN.xml PROFILE.xml...

Prints one JSON object: the least time of a few calls, the frontier, the peak memory of
the process. A call of a second and more is timed by the processor where that is less,
so that other work on the machine does not count against NegMAS. A call that takes more
than SECONDS of the processor ends the process by SIGPROF; memory beyond three quarters
of the machine's ends it with exit code 3. Reading the instance and loading the
libraries are not timed.
"""

import json
import os
import resource
import signal
import sys
import time
import warnings

REPEAT_UNTIL_S = 2  # short calls are repeated, at most five times


def scenario_from_case(path):
    """An additive case without rules: all that NegMAS has a counterpart for."""
    import yaml
    from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
    from negmas.inout import Scenario

    with open(path, encoding="utf-8") as file:
        case = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    issues = case["issues"]
    space = make_os([make_issue(of["options"], name) for name, of in issues.items()])
    utilities = []
    for party, position in case["positions"].items():
        if not set(position) <= {"weights", "values", "reservation"}:
            raise SystemExit(f"{path}: {party} has more than NegMAS can be told here")
        utilities.append(
            LinearAdditiveUtilityFunction(
                values={name: position["values"][name] for name in issues},
                weights={name: position["weights"][name] for name in issues},
                outcome_space=space,
                reserved_value=float(position.get("reservation", 0)),
                name=party,
            )
        )
    return Scenario(outcome_space=space, ufuns=tuple(utilities))


def read_scenario(paths):
    if len(paths) == 1:
        return scenario_from_case(paths[0])
    from negmas.inout import Scenario

    return Scenario.from_genius_files(paths[0], paths[1:])


def ask(question, scenario):
    """The frontier's utilities, by the call that is timed."""
    if question == "stats":
        return scenario.calc_stats().pareto_utils
    from negmas.preferences import pareto_frontier

    return pareto_frontier(scenario.ufuns, issues=scenario.outcome_space.issues)[0]


def time_calls(question, paths, limit):
    best = spent = 0.0
    for _ in range(5):
        # Read anew, so that nothing that an earlier call kept helps a later one.
        scenario = read_scenario(paths)
        signal.setitimer(signal.ITIMER_PROF, limit)
        start, start_processor = time.perf_counter(), time.process_time()
        frontier = ask(question, scenario)
        seconds = time.perf_counter() - start
        processor = time.process_time() - start_processor
        signal.setitimer(signal.ITIMER_PROF, 0)
        if seconds >= 1:  # the processor's clock may be coarse
            seconds = min(seconds, processor)
        best = min(best, seconds) if spent > 0 else seconds
        spent += seconds
        if spent > REPEAT_UNTIL_S:
            break
    return best, frontier


def main():
    question, limit, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    warnings.simplefilter("ignore")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    try:
        seconds, frontier = time_calls(question, paths, limit)
    except MemoryError:
        return 3
    answer = {
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
        "frontier": [[float(value) for value in vector] for vector in frontier],
    }
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
