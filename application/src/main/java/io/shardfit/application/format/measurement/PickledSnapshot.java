package io.shardfit.application.format.measurement;

import io.shardfit.application.format.measurement.AllocatorState.Trace;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the pickle that `torch.cuda.memory._dump_snapshot` writes: dictionaries, lists, tuples,
/// numbers and text. An opcode that would import or call something is refused, and a list is summed
/// up as its items arrive, so that a snapshot of gigabytes takes little memory. The libraries for
/// pickles in Java (net.razorvine:pickle) build the whole tree first.
///
/// Opcodes: python/cpython Lib/pickletools.py, protocols 2 to 5.
final class PickledSnapshot {
    private static final int LONGEST_WORD = 64;
    private static final int MOST_WORDS = 1 << 20;
    private static final int DEEPEST_STACK = 1 << 20;
    private static final int MOST_MEMBERS = 256;
    private static final int MOST_DEVICES = 1024;
    private static final Object MARK = new Object();

    /// A value that nobody asks for: a float, a long text, a stack frame.
    private static final Object OTHER = new Object();

    private final InputStream stream;
    private final ArrayList<Object> stack = new ArrayList<>();
    private final Map<Long, String> words = new HashMap<>();
    private long memoized;
    private long offset;

    PickledSnapshot(InputStream stream) {
        this.stream = new BufferedInputStream(stream, 1 << 16);
    }

    /// What makes a file no snapshot.
    static final class NotASnapshot extends Exception {
        private static final long serialVersionUID = 1;

        NotASnapshot(String problem) {
            super(problem);
        }
    }

    /// The sum of the items that a list had so far.
    private static final class Items {
        private final Trace trace = new Trace();
        private final List<Items> lists = new ArrayList<>();
        private final AllocatorState segments = new AllocatorState();
        private boolean hasEvents;

        private void add(Object item) {
            if (item instanceof Map<?, ?> members) {
                event(members);
                segment(members);
            } else if (item instanceof Items list
                    && list.hasEvents
                    && lists.size() < MOST_DEVICES) {
                lists.add(list);
            } else if (item instanceof Items && lists.size() < MOST_DEVICES) {
                lists.add(new Items());
            }
        }

        private void event(Map<?, ?> members) {
            if (members.get("action") instanceof String action
                    && members.get("size") instanceof Long size) {
                hasEvents = true;
                trace.event(action, size);
            }
        }

        private void segment(Map<?, ?> members) {
            if (members.get("total_size") instanceof Long total) {
                long device = members.get("device") instanceof Long number ? number : 0;
                long allocated = members.get("allocated_size") instanceof Long number ? number : 0;
                segments.segment(device, total, allocated);
            }
        }
    }

    /// {@return the state that the snapshot holds}
    AllocatorState read() throws IOException, NotASnapshot {
        try {
            while (true) {
                int opcode = next();
                if (opcode == '.') {
                    return state(pop());
                }
                step(opcode);
            }
        } catch (EOFException end) {
            throw new NotASnapshot("the pickle ends after " + offset + " bytes, before its end");
        }
    }

    private static AllocatorState state(Object root) throws NotASnapshot {
        Object segments = root instanceof Map<?, ?> members ? members.get("segments") : root;
        if (!(segments instanceof Items items)) {
            throw new NotASnapshot("the pickle has no list `segments`");
        }
        if (root instanceof Map<?, ?> members
                && members.get("device_traces") instanceof Items traces) {
            for (int i = 0; i < traces.lists.size(); i++) {
                items.segments.trace(i, traces.lists.get(i).trace);
            }
        }
        return items.segments;
    }

    private void step(int opcode) throws IOException, NotASnapshot {
        switch (opcode) {
            case 0x80 -> next();
            case 0x95 -> skip(8);
            case '(' -> push(MARK);
            case '}' -> push(new HashMap<String, Object>());
            case ']' -> push(new Items());
            case ')', 'N', 0x88, 0x89 -> push(OTHER);
            case 'G' -> {
                skip(8);
                push(OTHER);
            }
            case 'J' -> push((long) (int) little(4));
            case 'K' -> push(little(1));
            case 'M' -> push(little(2));
            case 0x8a -> number(little(1));
            case 0x8b -> number(little(4));
            case 'X' -> text(little(4));
            case 0x8c -> text(little(1));
            case 0x8d -> text(little(8));
            case 'B' -> bytes(little(4));
            case 'C' -> bytes(little(1));
            case 0x8e -> bytes(little(8));
            case 0x94 -> remember(memoized);
            case 'q' -> remember(little(1));
            case 'r' -> remember(little(4));
            case 'h' -> recall(little(1));
            case 'j' -> recall(little(4));
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't' -> {
                toMark();
                push(OTHER);
            }
            case 'a' -> append(List.of(pop()));
            case 'e' -> append(toMark());
            case 's' -> {
                Object value = pop();
                Object key = pop();
                members(List.of(key, value));
            }
            case 'u' -> members(toMark());
            case '0' -> pop();
            case '1' -> toMark();
            default -> throw refused(opcode);
        }
    }

    private NotASnapshot refused(int opcode) {
        boolean runsCode =
                "cRbioPQ".indexOf(opcode) >= 0
                        || opcode == 0x81
                        || opcode == 0x92
                        || opcode == 0x93;
        return new NotASnapshot(
                runsCode
                        ? "the pickle wants to import or call something at byte "
                                + (offset - 1)
                                + ", which a snapshot never does; it was not done"
                        : "byte " + (offset - 1) + " is no opcode of a pickled snapshot");
    }

    private void push(Object value) throws NotASnapshot {
        if (stack.size() >= DEEPEST_STACK) {
            throw new NotASnapshot("the pickle stacks more than " + DEEPEST_STACK + " values");
        }
        stack.add(value);
    }

    private Object pop() throws NotASnapshot {
        if (stack.isEmpty()) {
            throw new NotASnapshot("the pickle is damaged at byte " + (offset - 1));
        }
        return stack.removeLast();
    }

    private List<Object> toMark() throws NotASnapshot {
        int mark = stack.lastIndexOf(MARK);
        if (mark < 0) {
            throw new NotASnapshot("the pickle is damaged at byte " + (offset - 1));
        }
        List<Object> above = stack.subList(mark + 1, stack.size());
        List<Object> values = List.copyOf(above);
        above.clear();
        stack.removeLast();
        return values;
    }

    private void append(List<Object> values) throws NotASnapshot {
        Object list = pop();
        push(list);
        if (list instanceof Items items) {
            values.forEach(items::add);
        }
    }

    @SuppressWarnings("unchecked")
    private void members(List<Object> keysAndValues) throws NotASnapshot {
        Object target = pop();
        push(target);
        if (target instanceof Map<?, ?> members) {
            Map<String, Object> open = (Map<String, Object>) members;
            for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
                if (keysAndValues.get(i) instanceof String key && open.size() < MOST_MEMBERS) {
                    open.put(key, keysAndValues.get(i + 1));
                }
            }
        }
    }

    private void tuple(int size) throws NotASnapshot {
        for (int i = 0; i < size; i++) {
            pop();
        }
        push(OTHER);
    }

    /// Only words can be of use again; what else is recalled is frames of the stack.
    private void remember(long index) throws NotASnapshot {
        memoized++;
        Object top = pop();
        push(top);
        if (top instanceof String word) {
            if (words.size() >= MOST_WORDS) {
                throw new NotASnapshot("the pickle holds more than " + MOST_WORDS + " words");
            }
            words.put(index, word);
        }
    }

    private void recall(long index) throws NotASnapshot {
        String word = words.get(index);
        push(word == null ? OTHER : word);
    }

    private void number(long length) throws IOException, NotASnapshot {
        if (length > 8) {
            skip(length);
            push(OTHER);
            return;
        }
        long value = little((int) length);
        int unused = 64 - 8 * (int) length;
        push(length == 0 ? 0L : value << unused >> unused);
    }

    private void text(long length) throws IOException, NotASnapshot {
        if (length < 0 || length > LONGEST_WORD) {
            skip(length);
            push(OTHER);
            return;
        }
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append((char) next());
        }
        push(word.toString());
    }

    private void bytes(long length) throws IOException, NotASnapshot {
        skip(length);
        push(OTHER);
    }

    private int next() throws IOException {
        int one = stream.read();
        if (one < 0) {
            throw new EOFException();
        }
        offset++;
        return one;
    }

    private void skip(long length) throws IOException, NotASnapshot {
        if (length < 0) {
            throw new NotASnapshot("the pickle is damaged at byte " + (offset - 1));
        }
        try {
            stream.skipNBytes(length);
        } finally {
            offset += length;
        }
    }

    private long little(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << 8 * i;
        }
        return value;
    }
}
