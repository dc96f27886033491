#!/usr/bin/env python3
"""Checks a Shardfit log against the checkpoints that were signed over it.

    python3 verify.py events.jsonl checkpoint.txt log.vkey [older-checkpoint.txt ...]

Needs Python 3.8 and nothing else; with the package `cryptography` it checks signatures with that.
Exit: 0 all holds, 1 something was changed, is missing, or was signed by nobody (each line says
where), 2 a file cannot be read. A log that was continued after a loss says so; that is no change.
Written apart from the Java verifier, from the same description; both must agree.
"""
import base64
import hashlib
import json
import os
import re
import sys

ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TIME = re.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
                  "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{6}Z")
KEY = re.compile("[!#-\\[\\]-~]+")
VKEY = re.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/=]+)")
SIGNATURE = re.compile("\u2014 ([^+\\s]+) ([A-Za-z0-9+/=]+)")
CHECKPOINT = re.compile("([^\n]+)\n(0|[1-9][0-9]{0,17})\n([^\n]+)\n([^\n]+\n)*")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")
DOCUMENT_KEYS = {"rawDigest", "documentDigest", "artefactDigest", "unchangedListDigest",
                 "unchangedListDigests"}
DIGEST = re.compile("sha256:[0-9a-f]{64}")
MOST_BYTES, MOST_DEPTH, MOST_NUMBER, MOST_SIGNATURES = 65535, 64, 2 ** 53 - 1, 100


class Bad(Exception):
    """Says what is wrong; whoever catches it knows where."""


def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad("not base64: " + text)
    if base64.b64encode(data).decode() != text:
        raise Bad("not the base64 of any bytes: " + text)
    return data


# --- Ed25519, RFC 8032 section 5.1, for machines without a package for it

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(data):
    """Section 5.1.3. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (2 ** 255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        raise Bad("not a point of the curve")
    if x & 1 != odd:
        x = P - x
    return x, y, 1, x * y % P


def plus(a, b):
    """Section 5.1.4."""
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, a):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = plus(total, a)
        a, n = plus(a, a), n >> 1
    return total


def same(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(key, signature, text):
    if len(signature) != 64:
        return False
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return signed_plainly(key, signature, text)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
        return True
    except (InvalidSignature, ValueError):
        return False


def signed_plainly(key, signature, text):
    """Section 5.1.7."""
    s = int.from_bytes(signature[32:], "little")
    if s >= ORDER:
        return False
    try:
        r, a = point(signature[:32]), point(key)
    except Bad:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % ORDER
    return same(times(s, BASE), plus(r, times(k, a)))


# --- Notes

def keys_of(text):
    """(name, id, key) of every line."""
    keys = []
    for line in (text[:-1] if text.endswith("\n") else text).split("\n"):
        parts = VKEY.fullmatch(line)
        if not parts:
            raise Bad("not a key: expected name+keyid+base64 on one line, as log.vkey has it")
        name, own, typed = parts.group(1), parts.group(2), unbase64(parts.group(3))
        if len(typed) != 33 or typed[0] != 1:
            raise Bad("the key %s is not an Ed25519 key (type 1 and 32 bytes)" % name)
        if sha256(name.encode() + b"\n" + typed)[:4].hex() != own:
            raise Bad("the key %s has another id than name and key give" % name)
        keys.append((name, bytes.fromhex(own), typed[1:]))
    return keys


def note_of(data):
    """(text, [(signer, bytes)], (origin, size, root)) of a checkpoint, whoever signed it."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("not a signed note: it is not UTF-8")
    gap = note.rfind("\n\n")
    if gap < 0 or not note.endswith("\n") or CONTROL.search(note):
        raise Bad("not a signed note: text, an empty line, signatures")
    text, lines = note[:gap + 1], note[gap + 2:].split("\n")[:-1]
    signatures = [SIGNATURE.fullmatch(line) for line in lines]
    if not 1 <= len(lines) <= MOST_SIGNATURES or not all(signatures):
        raise Bad("not a signed note: a signature line is an em dash, a name and base64")
    signatures = [(s.group(1), unbase64(s.group(2))) for s in signatures]
    if any(len(data) <= 4 for _, data in signatures):
        raise Bad("not a signed note: a signature of no bytes")
    parts = CHECKPOINT.fullmatch(text)
    root = unbase64(parts.group(3)) if parts else b""
    if len(root) != 32:
        raise Bad("not a checkpoint: its lines are the origin, the size and the root")
    return text, signatures, (parts.group(1), int(parts.group(2)), root)


def checkpoint_of(data, keys):
    """(origin, size, root) of a note that one of the keys signed."""
    text, signatures, checkpoint = note_of(data)
    right = False
    for name, own, key in keys:
        for signer, data in signatures:
            if name == signer == checkpoint[0] and data[:4] == own:
                if not signed(key, data[4:], text.encode()):
                    raise Bad("the signature is not of this text by this key")
                right = True
    if not right:
        raise Bad("no signature by a given key")
    return checkpoint


class Continuation:
    """Where a log says that it goes on under a new origin after a loss."""

    def __init__(self, position, data, keys):
        note = data["lastCheckpoint"].encode()
        self.position, self.before = position, note_of(note)[2]
        self.message = ("position %d: %s lost positions %d to %d, and the log goes on as %s: %s"
                        % (position, self.before[0], position, self.before[1], data["origin"],
                           data["reason"]))
        try:
            checkpoint_of(note, keys)
            self.is_signed = True
        except Bad:
            self.is_signed = False

    def gave_up(self, checkpoint):
        return (self.is_signed and checkpoint[0] == self.before[0]
                and self.position <= checkpoint[1]
                and (checkpoint[1] < self.before[1] or checkpoint == self.before))


def continuation_of(entry, keys):
    if entry.get("type") != "LogContinued" or entry.get("streamId") != "log-origin":
        return None
    try:
        return Continuation(entry["position"], entry["data"], keys)
    except (Bad, KeyError, TypeError, AttributeError):
        return None  # without the checkpoint of the log before, it excuses no loss


# --- Entries

def members(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Bad("a key twice")
    if not all(map(KEY.fullmatch, found)):
        raise Bad("a key that is not plain ASCII")
    return found


def whole(digits):
    if len(digits) > 17 or abs(int(digits)) > MOST_NUMBER:
        raise Bad("a number beyond 2^53 - 1")
    return int(digits)


def no_number(text):
    raise Bad("not a whole number: " + text)


def depth(value):
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


READER = json.JSONDecoder(object_pairs_hook=members, parse_int=whole, parse_float=no_number,
                          parse_constant=no_number)
WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def entry_of(line):
    """The entry, if its bytes are the one way to write it."""
    if len(line) > MOST_BYTES:
        raise Bad("%d bytes, at most %d" % (len(line), MOST_BYTES))
    try:
        text = line.decode("utf-8")
        entry = READER.decode(text)
        canonical = WRITER.encode(entry) == text
    except (ValueError, RecursionError) as error:
        raise Bad("not JSON: %s" % error)
    if not isinstance(entry, dict) or not canonical:
        raise Bad("not canonical")
    if text.count("{") + text.count("[") > MOST_DEPTH and depth(entry) > MOST_DEPTH:
        raise Bad("deeper than %d" % MOST_DEPTH)
    own, time = entry.get("eventId"), entry.get("recordedAt")
    if not isinstance(own, str) or not ID.fullmatch(own) or not own.strip("0-"):
        raise Bad("no eventId of 32 lower-case hexadecimal digits")
    if not isinstance(time, str) or not TIME.fullmatch(time):
        raise Bad("no recordedAt with six decimals and Z")
    if type(entry.get("position")) is not int:
        raise Bad("no position")
    return entry


class Tree:
    """RFC 6962 section 2.1: complete subtrees of what was appended, the largest first."""

    def __init__(self):
        self.size, self.subtrees = 0, []

    def append(self, leaf):
        carry, self.size = self.size, self.size + 1
        while carry & 1:
            leaf, carry = sha256(b"\x01" + self.subtrees.pop() + leaf), carry >> 1
        self.subtrees.append(leaf)

    def root(self):
        if not self.subtrees:
            return sha256(b"")
        root = self.subtrees[-1]
        for left in reversed(self.subtrees[:-1]):
            root = sha256(b"\x01" + left + root)
        return root


def named(value, naming=False):
    """The digests under keys that name kept documents."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from named(member, key in DOCUMENT_KEYS)
    elif isinstance(value, list):
        for item in value:
            yield from named(item, naming)
    elif naming and isinstance(value, str) and DIGEST.fullmatch(value):
        yield value[7:]


class Log:
    """What is found on a walk along the lines."""

    def __init__(self, sizes, documents, keys):
        self.sizes, self.documents, self.keys = sizes, documents, keys
        self.tree, self.missing, self.continued, self.fault = Tree(), {}, [], None
        self.roots = {0: self.tree.root()}
        self.seen, self.last = {}, ""

    def walk(self, path):
        with open(path, "rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    self.add(number, line)
                except Bad as why:
                    self.fault = "line %d: %s" % (number, why)
                    return self
        return self

    def add(self, number, line):
        if not line.endswith(b"\n"):
            raise Bad("the file breaks off: a line ends in a line feed")
        line = line[:-1]
        entry = entry_of(line)
        if entry["position"] != number:
            raise Bad("expected position %d, found %d" % (number, entry["position"]))
        if entry["recordedAt"] < self.last:
            raise Bad("its time is before that of the line before")
        own = bytes.fromhex(entry["eventId"].replace("-", ""))
        if own in self.seen:
            raise Bad("the event %s stands on line %d already"
                      % (entry["eventId"], self.seen[own]))
        self.seen[own], self.last = number, entry["recordedAt"]
        for document in named(entry) if b"Digest" in line else ():
            if document not in self.documents:
                self.missing.setdefault(document, number)
        continuation = continuation_of(entry, self.keys)
        self.continued += [continuation] if continuation else []
        self.tree.append(sha256(b"\x00" + line))
        if self.tree.size in self.sizes:
            self.roots[self.tree.size] = self.tree.root()


def documents(folder):
    """The names of all files there, and of those that do not have the bytes of their name."""
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    wrong = []
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            if sha256(file.read()).hex() != name:
                wrong.append(name)
    return set(names), wrong


def against(log, claims):
    """What does not hold, and what the log says itself that it lost."""
    broken, lost, sound = [], [], 0
    for name, checkpoint in sorted(claims, key=lambda claim: claim[1][1]):
        size, root = checkpoint[1:]
        excuses = [one for one in log.continued if one.gave_up(checkpoint)]
        if log.roots.get(size) == root:
            sound = size
        elif excuses:
            at = excuses[0].position
            lost.append("%s: signed for %d events; positions %d to %d of them were lost, as "
                        "position %d says" % (name, size, at, size, at))
        elif size in log.roots:
            broken.append("%s: signed for %d events, but positions %d to %d are not what was "
                          "signed" % (name, size, sound + 1, size))
        elif not log.fault:
            broken.append("%s: signed for %d events, but the log ends after %d: positions %d to "
                          "%d are gone" % (name, size, log.tree.size, log.tree.size + 1, size))
    return broken, lost


def beyond(log, claims):
    covered = max([size for _, (_, size, _) in claims], default=log.tree.size)
    if not log.fault and covered < log.tree.size:
        yield ("line %d: lines %d to %d are beyond every checkpoint given: nobody signed them"
               % (covered + 1, covered + 1, log.tree.size))


def main(arguments):
    if len(arguments) < 3:
        print(__doc__)
        return 2
    events, current, vkey = arguments[:3]
    with open(vkey, encoding="utf-8", newline="") as file:
        try:
            keys = keys_of(file.read())
        except Bad as why:
            print("%s: %s" % (vkey, why))
            return 2
    there, wrong = documents(os.path.join(os.path.dirname(events), "documents"))
    found = ["documents/%s: its bytes have another digest than its name" % name for name in wrong]
    claims = []
    for path in arguments[3:] + [current]:
        name = os.path.basename(path)
        with open(path, "rb") as file:
            try:
                claims.append((name, checkpoint_of(file.read(), keys)))
            except Bad as why:
                found.append("%s: %s" % (name, why))
    log = Log({size for _, (_, size, _) in claims}, there, keys).walk(events)
    found += ["documents/%s: is not there, and line %d names it" % one
              for one in log.missing.items()]
    found += [log.fault] if log.fault else []
    broken, lost = against(log, claims)
    found += broken + list(beyond(log, claims))
    for message in found:
        print("TAMPERED: " + message)
    if not found:
        for continuation in log.continued:
            print("CONTINUED: " + continuation.message)
        for message in lost:
            print("LOST: " + message)
        print("OK %d events, %d checkpoints, root %s"
              % (log.tree.size, len(claims) - len(lost), log.tree.root().hex()))
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, UnicodeDecodeError) as error:
        print(error)
        sys.exit(2)
