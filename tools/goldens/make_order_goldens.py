"""Writes src-core/study/goldens/order-1.json: reading orders by a second, independent implementation.

Python 3, standard library only: python3 tools/goldens/make_order_goldens.py
The files are never to change for existing entries: a frozen study's order is a function of its seed for good.
"""

import json
import pathlib
from collections import deque

M32, M64 = 2**32 - 1, 2**64 - 1


def fnv1a64(text):
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x100000001B3) & M64
    return value


def splitmix64(state):
    while True:
        state = (state + 0x9E3779B97F4A7C15) & M64
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M64
        yield z ^ (z >> 31)


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & M32


def xoshiro128starstar(text):
    seeder = splitmix64(fnv1a64(text))
    first, second = next(seeder), next(seeder)
    s = [first & M32, first >> 32, second & M32, second >> 32]
    while True:
        yield (rotl((s[1] * 5) & M32, 7) * 9) & M32
        t = (s[1] << 9) & M32
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)


def below(random, bound):
    while True:
        x = next(random)
        if x < 2**32 - 2**32 % bound:
            return x % bound


def shuffle(random, items):
    items = list(items)
    for i in range(len(items) - 1, 0, -1):
        j = below(random, i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def order(seed, reader, cases):
    random = xoshiro128starstar(f"lightbox-order-1/{seed}/{reader}")
    arms = sorted({arm for arm, _ in cases})
    queues = [shuffle(random, [name for own, name in cases if own == arm]) for arm in arms]
    blocks = max(1, min(map(len, queues)) // 2)
    offsets = [below(random, blocks) for _ in queues]
    result = []
    for k in range(blocks):
        block = []
        for queue, offset in zip(queues, offsets):
            cut = [(i * len(queue) + offset) // blocks for i in (k, k + 1)]
            block += queue[cut[0] : cut[1]]
        result += shuffle(random, block)
    return result


def order_1_entries():
    entries = []
    for seed, reader, real, synthetic in [
        (0, "reader-1", 6, 6),
        (1, "reader-1", 6, 6),
        (1, "reader-2", 6, 6),
        (20261115, "Jürgen", 7, 5),
        (9007199254740991, "r", 3, 20),
        (42, "only", 0, 4),
        (42, "one", 1, 1),
    ]:
        cases = [("real", f"r{i}") for i in range(real)] + [("synthetic", f"s{i}") for i in range(synthetic)]
        entries.append(
            {"seed": seed, "readerId": reader, "real": real, "synthetic": synthetic, "order": order(seed, reader, cases)}
        )
    return entries


# lightbox-order-2, after the docstrings of src-core/study/allocation.ts and its parts.


def grouped(items, key):
    groups = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def sorted_groups(items, key):
    return [own for _, own in sorted(grouped(items, key).items(), key=lambda group: group[0])]


def balanced_order(random, items, keys):
    if not keys:
        return shuffle(random, items)
    queues = [balanced_order(random, own, keys[1:]) for own in sorted_groups(items, keys[0])]
    blocks = max(1, len(items) // (2 * max(1, len(queues))))
    offsets = [below(random, blocks) for _ in queues]
    taken = [0] * len(queues)
    result = []
    for block in range(blocks):
        turns = []
        for group, (queue, offset) in enumerate(zip(queues, offsets)):
            first, end = [(i * len(queue) + offset) // blocks for i in (block, block + 1)]
            turns += [group] * (end - first)
        for group in shuffle(random, turns):
            result += queues[group][taken[group] : taken[group] + 1]
            taken[group] += 1
    return result


def nested_shuffle(random, items, keys):
    if not keys:
        return shuffle(random, items)
    groups = shuffle(random, sorted_groups(items, keys[0]))
    return [item for own in groups for item in nested_shuffle(random, own, keys[1:])]


def deal_evenly(random, items, keys, hands):
    start = below(random, hands)
    dealt = [[] for _ in range(hands)]
    for index, item in enumerate(nested_shuffle(random, items, keys)):
        dealt[(start + index) % hands].append(item)
    return dealt


UNIT_KEYS = [lambda unit: unit["stratum"][0], lambda unit: unit["stratum"][1], lambda unit: unit["stratum"][2]]


def bounded_flow(edges, source, sink):
    """Dinic on the network with one more source and sink, edges in their order."""
    graph = {}

    def add(tail, head, capacity):
        out, back = graph.setdefault(tail, []), graph.setdefault(head, [])
        edge = [head, capacity, len(back)]
        out.append(edge)
        back.append([tail, 0, len(out) - 1])
        return edge

    own = [add(tail, head, high - low) for tail, head, low, high in edges]
    for tail, head, low, _ in edges:
        if low > 0:
            add("START", head, low)
            add(tail, "END", low)
    add(sink, source, sum(high for *_, high in edges))
    while True:
        level = {"START": 0}
        queue = deque(["START"])
        while queue:
            node = queue.popleft()
            for head, left, _ in graph.get(node, []):
                if left > 0 and head not in level:
                    level[head] = level[node] + 1
                    queue.append(head)
        if "END" not in level:
            break
        following = dict.fromkeys(graph, 0)

        def push(node, wanted):
            if node == "END":
                return wanted
            while following[node] < len(graph[node]):
                edge = graph[node][following[node]]
                if edge[1] > 0 and level.get(edge[0]) == level[node] + 1:
                    pushed = push(edge[0], min(wanted, edge[1]))
                    if pushed > 0:
                        edge[1] -= pushed
                        graph[edge[0]][edge[2]][1] += pushed
                        return pushed
                following[node] += 1
            return 0

        while push("START", float("inf")) > 0:
            pass
    return [high - edge[1] for edge, (*_, high) in zip(own, edges)]


def one_session(units, left):
    def path(unit, depth):
        return ("stratum", *unit["stratum"][:depth])

    def share(own):
        return len(own) // left, -(-len(own) // left)

    edges = [(path(unit, 3) + ("leaf",), ("family", unit["family"]), 0, 1) for unit in units]
    for depth in range(4):
        for name, own in grouped(units, lambda unit: path(unit, depth)).items():
            above = "SOURCE" if depth == 0 else path(own[0], depth - 1)
            edges.append((above, name + ("leaf",) if depth == 3 else name, *share(own)))
    for family, own in grouped(units, lambda unit: unit["family"]).items():
        edges.append((("family", family), "SINK", *share(own)))
    flow = bounded_flow(edges, "SOURCE", "SINK")
    return [unit for unit, taken in zip(units, flow) if taken == 1]


def deal_sessions(random, units, sessions):
    if max([len(own) for own in grouped(units, lambda unit: unit["family"]).values()], default=0) <= 1:
        return deal_evenly(random, units, UNIT_KEYS, sessions)
    dealt, rest = [], shuffle(random, units)
    for left in range(sessions, 1, -1):
        taken = one_session(rest, left)
        dealt.append(taken)
        rest = [unit for unit in rest if unit not in taken]
    return shuffle(random, dealt + [rest])


def williams_rows(n):
    if n == 1:
        return [[0]]
    first = [(place + 1) // 2 if place % 2 == 1 else (n - place // 2) % n for place in range(n)]
    square = [[(value + row) % n for value in first] for row in range(n)]
    return square if n % 2 == 0 else square + [row[::-1] for row in square]


def inserted(random, sessions, inserts):
    at = grouped(shuffle(random, inserts), lambda insert: insert[:2])
    return [
        [one for place, entry in enumerate(session) for one in [entry, *(new for *_, new in at.get((index, place), []))]]
        for index, session in enumerate(sessions)
    ]


def placed(unit, kind, first=None):
    return {"unit": unit, "kind": kind, "first": first}


def place_attention(random, session, checks, distance):
    if not checks:
        return session
    stretch = len(session) // len(checks)
    start = below(random, len(session) - stretch * len(checks) + 1)
    inserts = [
        (0, start + index * stretch + below(random, max(1, stretch - distance + 1)), placed(unit, "attention"))
        for index, unit in enumerate(shuffle(random, checks))
    ]
    return inserted(random, [session], inserts)[0]


ENTRY_KEYS = [lambda spot, key=key: key(spot[0]["unit"]) for key in UNIT_KEYS]


def place_repeats(random, sessions, repeats):
    count, distance = repeats["count"], repeats["minDistance"]
    inserts = []
    if repeats["placement"] == "same-session":
        quota = shuffle(
            random, [count // len(sessions) + (1 if part < count % len(sessions) else 0) for part in range(len(sessions))]
        )
        for index, session in enumerate(sessions):
            early = [
                (entry, place)
                for place, entry in enumerate(session)
                if entry["kind"] == "reading" and place + distance <= len(session)
            ]
            for entry, place in balanced_order(random, early, ENTRY_KEYS)[: quota[index]]:
                earliest = place + distance - 1
                after = earliest + below(random, len(session) - earliest)
                inserts.append((index, after, placed(entry["unit"], "repeat", entry)))
    else:
        read = [entry for session in sessions for entry in session if entry["kind"] == "reading"]
        families = grouped(read, lambda entry: entry["unit"]["family"])
        early = [
            (entry, place, index)
            for index, session in enumerate(sessions[:-1])
            for place, entry in enumerate(session)
            if entry["kind"] == "reading" and len(families[entry["unit"]["family"]]) == 1
        ]
        for entry, place, index in balanced_order(random, early, ENTRY_KEYS)[:count]:
            target = index + 1 + below(random, len(sessions) - index - 1)
            between = sum(len(session) for session in sessions[index:target]) - place - 1
            warm_up = sum(one["kind"] == "calibration" for one in sessions[target])
            earliest = max(0, warm_up - 1, distance - 2 - between)
            after = earliest + below(random, len(sessions[target]) - earliest)
            inserts.append((target, after, placed(entry["unit"], "repeat", entry)))
    return inserted(random, sessions, inserts)


def units_of(study):
    cases = {case[0]: case for case in study["cases"]}
    source = {case[0]: case[5] for case in study["cases"]}

    def root(name):
        while source.get(name) is not None:
            name = source[name]
        return name

    units = []
    for unit_id, members in study["sets"] or [[name, [name]] for name in cases]:
        target, *foils = [cases[name] for name in members]
        arm = " | ".join([target[1], *sorted(foil[1] for foil in foils)])
        # No golden study has sets of films that were edited.
        family = root(members[0])
        units.append(
            {
                "id": unit_id,
                "cases": members,
                "role": target[2],
                "stratum": (arm, target[3] or "", target[4] or ""),
                "family": family,
            }
        )
    return units


def allocate(study, reader):
    units = units_of(study)
    role = lambda wanted: [unit for unit in units if unit["role"] == wanted]
    stream = lambda scope, what: xoshiro128starstar(f"lightbox-order-2/{study['seed']}/{scope}/{what}")
    result = []
    for phase, count in study["phases"]:
        own = lambda what: stream(f"{phase}/reader/{reader}", what)
        common = lambda what: stream(f"{phase}/study", what)
        if study["blocks"]:
            rank = shuffle(stream("study", "readers"), sorted(study["readers"])).index(reader)
            row = lambda n: williams_rows(n)[rank % len(williams_rows(n))]
            groups = [
                deal_evenly(common(f"blocks {index}"), group, UNIT_KEYS, study["blocks"])
                for index, group in enumerate(deal_sessions(common("sessions"), role("reading"), count))
            ]
            sessions = [
                [
                    unit
                    for block in row(study["blocks"])
                    for unit in balanced_order(own(f"order {session} {block}"), groups[session][block], UNIT_KEYS)
                ]
                for session in row(count)
            ]
        else:
            sessions = [
                balanced_order(own(f"order {index}"), group, UNIT_KEYS)
                for index, group in enumerate(deal_sessions(own("sessions"), role("reading"), count))
            ]
        checks = deal_evenly(own("attention"), role("attention"), UNIT_KEYS, count)
        full = []
        for index, session in enumerate(sessions):
            warm_up = role("calibration") if index == 0 or study["calibration"] == "every-session" else []
            full.append(
                [placed(unit, "calibration") for unit in shuffle(own(f"calibration {index}"), warm_up)]
                + place_attention(
                    own(f"attention {index}"), [placed(unit, "reading") for unit in session], checks[index], study["attention"] or 1
                )
            )
        if study["repeats"] and study["repeats"]["phase"] == phase:
            full = place_repeats(own("repeats"), full, study["repeats"])
        training = role("training") if study["training"] == phase else []
        lesson = [placed(unit, "training") for unit in balanced_order(own("training"), training, UNIT_KEYS)]
        places = lambda entries, random: shown(entries, random)
        texts = places([entry for session in full for entry in session], own("places"))
        taught = places(lesson, own("training places"))
        for index, session in enumerate(full):
            result.append(
                {
                    "phase": phase,
                    "training": [taught[id(entry)] for entry in lesson] if index == 0 else [],
                    "trials": [texts[id(entry)] for entry in session],
                }
            )
    return result


def shown(entries, random):
    places = max([1, *(len(entry["unit"]["cases"]) for entry in entries)])
    keys = [lambda entry, key=key: key(entry["unit"]) for key in UNIT_KEYS]
    at = {
        id(entry): place
        for place, own in enumerate(deal_evenly(random, entries, keys, places))
        for entry in own
    }
    texts = {}
    for entry in entries:
        target, *foils = entry["unit"]["cases"]
        films = shuffle(random, foils)
        films.insert(at[id(entry)], target)
        texts[id(entry)] = f"{entry['kind']} {'+'.join(films)}"
    return texts


def single_cases(arms, extra=(), edits=0):
    findings, views = ["Effusion", "Edema", None], ["AP", "PA"]
    cases = []
    for arm, count in arms:
        for index in range(count):
            source = f"real{index}" if arm == "edited" and index < edits else "outside" + str(index) if arm == "edited" else None
            cases.append([f"{arm}{index}", arm, "reading", findings[index % 3], views[index // 2 % 2], source])
    return cases + [[f"{role}{index}", "real", role, None, None, None] for role, count in extra for index in range(count)]


def set_cases(sets, films, extra=()):
    cases, units = [], []
    roles = ["reading"] * sets + [role for role, count in extra for _ in range(count)]
    for index, role in enumerate(roles):
        arms = ["synthetic", "real"] if films == 2 else ["real"] + ["synthetic"] * (films - 1)
        names = [f"{index}{chr(97 + place)}" for place in range(films)]
        finding = ["Effusion", "Edema"][index % 2]
        cases += [[name, arm, role, finding, "AP", None] for name, arm in zip(names, arms)]
        units.append([f"set{index}", names])
    return cases, units


def order_2_entries():
    base = {
        "sets": None,
        "films": 1,
        "readers": ["ada", "ben", "Jürgen"],
        "phases": [["reading", 1]],
        "training": None,
        "calibration": None,
        "attention": None,
        "repeats": None,
        "blocks": None,
    }
    pairs, pair_sets = set_cases(10, 2, [("training", 2), ("attention", 1)])
    quartets, quartet_sets = set_cases(7, 4)
    studies = {
        "one session of two arms": {"seed": 1, "cases": single_cases([("real", 8), ("synthetic", 8)])},
        "three arms of uneven size in two phases and three sessions": {
            "seed": 9007199254740991,
            "cases": single_cases([("real", 11), ("model-a", 7), ("model-b", 3)]),
            "phases": [["film", 3], ["text", 2]],
        },
        "everything inserted": {
            "seed": 20261124,
            "cases": single_cases(
                [("real", 13), ("synthetic", 12)], [("training", 3), ("calibration", 2), ("attention", 4)]
            ),
            "phases": [["reading", 2]],
            "training": "reading",
            "calibration": "every-session",
            "attention": 3,
            "repeats": {"phase": "reading", "count": 5, "minDistance": 6, "placement": "same-session"},
        },
        "edits apart from their sources, repeats in a later session": {
            "seed": 7,
            "cases": single_cases([("real", 20), ("edited", 8)], edits=5),
            "phases": [["reading", 3]],
            "repeats": {"phase": "reading", "count": 3, "minDistance": 5, "placement": "later-session"},
        },
        "Latin square": {
            "seed": 3,
            "cases": single_cases([("real", 9), ("synthetic", 9)]),
            "phases": [["reading", 2]],
            "blocks": 3,
        },
        "pairs": {
            "seed": 5,
            "films": 2,
            "cases": pairs,
            "sets": pair_sets,
            "training": "reading",
            "attention": 2,
        },
        "one real among four": {"seed": 6, "films": 4, "cases": quartets, "sets": quartet_sets},
    }
    entries = []
    for name, change in studies.items():
        study = {**base, **change}
        entries.append(
            {"name": name, "study": study, "orders": {reader: allocate(study, reader) for reader in study["readers"]}}
        )
    return entries


def write(name, entries):
    root = pathlib.Path(__file__).resolve().parents[2]
    text = "[\n" + ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n"
    (root / "src-core/study/goldens" / name).write_text(text, encoding="utf-8")


write("order-1.json", order_1_entries())
write("order-2.json", order_2_entries())
