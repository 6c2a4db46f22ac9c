# SPDX-License-Identifier: GPL-2.0-or-later
"""
Reads the page of `report` as a person does, and compares it with JSON.

report.py numbers PAGE MAP POLICY LINT DIFF    each file a line of -o jsonl; of the only device
report.py says PAGE WHAT                       WHAT: hardware-write, hidden or differences
report.py safe PAGE                            nothing in it loads, runs or links elsewhere
report.py ids PAGE                             anchors are unique, and every link has one
"""
import base64
import hashlib
import html.parser
import json
import re
import sys


class Page(html.parser.HTMLParser):
    """Texts by the class of their element, tables by class, links, data."""

    OPEN_ENDED = {"meta", "input", "rect", "path", "use", "dt", "dd", "tr", "td", "th", "li"}

    def __init__(self, text):
        super().__init__()
        self.tags, self.ids, self.links, self.data = [], [], [], {}
        self.texts = []             # (tag, attributes, text)
        self.rows, self.table = {}, None
        self.stack = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])
        if tag == "table":
            self.table = attrs.get("class", "").split()[-1:] or ["fields"]
            self.rows.setdefault(self.table[0], [])
        elif tag == "tr" and self.table:
            self.rows[self.table[0]].append([])
        elif tag in ("td", "th") and self.table:
            self.rows[self.table[0]][-1].append("")
        self.stack.append((tag, attrs))

    def handle_endtag(self, tag):
        if tag == "table":
            self.table = None
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not self.stack:
            return
        tag, attrs = self.stack[-1]
        if tag == "script":
            self.data[attrs["id"]] = json.loads(data)
        if self.table and self.rows[self.table[0]] and self.rows[self.table[0]][-1]:
            self.rows[self.table[0]][-1][-1] += data.strip()
        self.texts.append((tag, attrs, data))

    def number(self, name):
        found = [text for _, attrs, text in self.texts if attrs.get("class") == "number-" + name]
        assert len(found) == 1, (name, found)
        return int(found[0])

    def in_list(self, name):
        """The texts of a <ul> with this class."""
        found, inside = [], False
        for tag, attrs, text in self.texts:
            if tag in ("ul", "p", "h3"):
                inside = tag == "ul" and name in attrs.get("class", "").split()
            elif inside and tag == "code":
                found.append(text)
        return found


def octets(text):
    return bytes.fromhex(text)


def runs(marked):
    found, start = [], None
    for offset, is_marked in enumerate(list(marked) + [False]):
        if is_marked and start is None:
            start = offset
        if not is_marked and start is not None:
            found.append(f"{start:02x}-{offset - 1:02x}")
            start = None
    return found


def reaching(policy):
    """The bits that a write of a guest, or else of a VFIO user, changes in the hardware."""
    bits = [w & ~v for w, v in zip(octets(policy["write"]), octets(policy["write_virtual"]))]
    if policy["guest_write_vfio"] is not None:
        bits = [b & g for b, g in zip(bits, octets(policy["guest_write_vfio"]))]
    return bits


def numbers(page, device_map, policy, lint, diff):
    raw = set()
    for entry in device_map["ranges"]:
        if entry["kind"] == "raw":
            raw.update(range(entry["start"], entry["end"] + 1))
    write = octets(policy["write"])
    assert page.number("raw") == sum(write[i] != 0 for i in raw)
    assert page.number("hidden") == sum(r["hidden"] and int(r["write"], 16) != 0
                                        for r in policy["registers"])
    assert page.number("virtual") == octets(policy["read_virtual"]).count(0xff)
    for severity in ("error", "warning", "info"):
        assert page.number(severity) == sum(f["severity"] == severity for f in lint["findings"])
    changed = set()
    for part in ("bytes", "map", "policy"):
        for entry in diff[part]:
            changed.update(range(entry["start"], entry["end"] + 1))
    assert page.number("differing") == len(changed)


def tables(page, device_map, policy, lint, diff):
    assert page.in_list("hardware-write") == runs(bits != 0 for bits in reaching(policy))
    taken = [f"{c['offset']:02x}" for c in device_map["chains"] if c["taken_out_by"]]
    assert [row[0] for row in page.rows.get("hidden", [])[1:]] == taken
    assert [row[:2] for row in page.rows.get("findings", [])[1:]] == \
        [[f["severity"], f["code"]] for f in lint["findings"]]
    assert [row[3] for row in page.rows.get("findings", [])[1:]] == \
        [f["message"] for f in lint["findings"]]
    entries = [[part, f"{e['start']:02x}-{e['end']:02x}"]
               for part in ("bytes", "map", "policy") for e in diff[part]]
    assert [[row[0], row[1].split()[0]] for row in page.rows.get("differences", [])[1:]] == entries


def registers(page, policy):
    shown = [text for tag, _, text in page.texts if tag == "code" and text.startswith("hardware ")]
    assert sorted(shown) == sorted(f"hardware {r['hardware'] or '?'}, user {r['user'] or '?'}"
                                   for r in policy["registers"])


def check_numbers(page, paths):
    parts = {}
    for name, path in zip(("map", "policy", "lint", "diff"), paths):
        with open(path, encoding="utf-8") as stream:
            parts[name] = json.loads(stream.readline())
        for key, value in parts[name].items():
            # diff compares VFIO's behaviour and knows no VMM
            if name != "diff" or key not in ("vmm", "warnings"):
                assert page.data["json-" + name][key] == value, (name, key)
    numbers(page, *parts.values())
    tables(page, *parts.values())
    registers(page, parts["policy"])


def check_safe(text):
    page = Page(text)
    for tag, attrs in page.tags:
        assert tag not in ("iframe", "object", "embed", "link", "base", "form", "img"), tag
        assert "style" not in attrs and "src" not in attrs, (tag, attrs)
        assert not any(name.startswith("on") for name in attrs), (tag, attrs)
        assert tag != "script" or attrs["type"] == "application/json", attrs
        if "href" in attrs:
            assert attrs["href"].startswith("#"), attrs
    assert not re.search(r"https?:|//[a-z]|@import|javascript:", text)
    policies = [attrs["content"] for tag, attrs in page.tags
                if attrs.get("http-equiv") == "Content-Security-Policy"]
    styles = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'"], policies


def check_ids(page):
    assert len(page.ids) == len(set(page.ids)), [i for i in page.ids if page.ids.count(i) > 1]
    for link in page.links:
        assert link[1:] in page.ids, link
    labels = {attrs["for"] for tag, attrs in page.tags if tag == "label"}
    assert labels == {attrs["id"] for tag, attrs in page.tags if tag == "input"}


def says(page, what):
    if what == "hardware-write":
        print(*page.in_list("hardware-write"), sep="\n")
    else:
        for row in page.rows.get(what, [])[1:]:
            print(*row, sep="|")


def main(command, path, *words):
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    if command == "numbers":
        check_numbers(Page(text), words)
    elif command == "says":
        says(Page(text), *words)
    elif command == "safe":
        check_safe(text)
    else:
        check_ids(Page(text))


main(*sys.argv[1:])
