package io.shardfit.application.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with the signatures of any number of keys (C2SP signed-note). Whoever reads one knows
/// some of the keys and ignores the others.
///
/// @param text ends in a line feed, which is signed with it
public record SignedNote(String text, List<NoteSignature> signatures) {
    /// Notes carry a handful; more is an attack on whoever checks them.
    private static final int MOST_SIGNATURES = 100;

    private static final String GAP = "\n\n";
    private static final Pattern LINE =
            Pattern.compile("\u2014 (?<name>[^+\\s\\p{Z}]+) (?<base64>[A-Za-z0-9+/=]+)");
    private static final Pattern CONTROL = Pattern.compile("[\u0000-\t\u000b-\u001f]");

    public SignedNote {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n") || CONTROL.matcher(text).find()) {
            throw malformed("its text ends in a line feed and holds no other control character");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw malformed("it has 1 to %d signatures".formatted(MOST_SIGNATURES));
        }
    }

    /// @throws IllegalArgumentException if it is not a note, saying what a note has
    public static SignedNote read(String note) {
        if (CONTROL.matcher(note).find()) {
            throw malformed("it holds no control character but line feeds");
        }
        int gap = note.lastIndexOf(GAP);
        if (gap < 0 || !note.endsWith("\n")) {
            throw malformed("an empty line stands before its signatures, a line feed at its end");
        }
        String signed = note.substring(gap + GAP.length());
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : signed.isEmpty() ? new String[0] : signed.split("\n")) {
            signatures.add(signature(line));
        }
        return new SignedNote(note.substring(0, gap + 1), signatures);
    }

    private static NoteSignature signature(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw malformed("a signature line is an em dash, a name and base64");
        }
        return new NoteSignature(parts.group("name"), parts.group("base64"));
    }

    /// {@return the note as it is kept and sent}
    public String written() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            note.append("\u2014 %s %s\n".formatted(signature.name(), signature.base64()));
        }
        return note.toString();
    }

    private static IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException("not a signed note: " + expected);
    }
}
