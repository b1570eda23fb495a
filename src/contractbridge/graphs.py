"""Two algorithms on graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence


def components(uses: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The strongly connected components of a graph, each after all that it uses (Tarjan 1972, without recursion).

    `uses` maps each node to the nodes that it needs; the order of its keys and values decides between equals.
    """
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: list[str] = []
    closed: set[str] = set()
    for root in uses:
        if root in index:
            continue
        path = [(root, iter(uses[root]))]
        index[root] = lowest[root] = len(index)
        open_nodes.append(root)
        while path:
            node, rest = path[-1]
            for used in rest:
                if used not in index:
                    index[used] = lowest[used] = len(index)
                    open_nodes.append(used)
                    path.append((used, iter(uses[used])))
                    break
                if used not in closed:
                    lowest[node] = min(lowest[node], index[used])
            else:
                path.pop()
                if path:
                    parent = path[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == index[node]:
                    start = open_nodes.index(node)
                    group = open_nodes[start:]
                    del open_nodes[start:]
                    closed.update(group)
                    yield group


def dependents(nodes: Iterable[str], uses: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """`nodes`, and every node that needs one of them, however far."""
    users: dict[str, list[str]] = {}
    for node, used in uses.items():
        for each in used:
            users.setdefault(each, []).append(node)
    found: set[str] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += users.get(node, ())
    return frozenset(found)
