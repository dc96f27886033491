package io.shardfit.application.format.measurement;

import static io.shardfit.application.measurement.Quantity.ALLOCATED_NOW;
import static io.shardfit.application.measurement.Quantity.ALLOCATED_PEAK;
import static io.shardfit.application.measurement.Quantity.RESERVED_NOW;
import static io.shardfit.application.measurement.Quantity.RESERVED_PEAK;

import io.shardfit.application.measurement.Amount;
import io.shardfit.application.measurement.Measurement;
import io.shardfit.application.measurement.Origin;
import io.shardfit.application.measurement.PrintedUnit;
import io.shardfit.application.measurement.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Sums up a snapshot of PyTorch's allocator: segments give what is held at its moment, the trace
/// of events before it gives the peak (pytorch/pytorch@00b65a0 torch/cuda/memory.py, `_snapshot`).
/// Nothing of the snapshot is kept, so its size does not matter.
final class AllocatorState {
    private static final String PROGRAM = "PyTorch memory snapshot";

    private final Map<Long, Segments> devices = new TreeMap<>();
    private final List<Trace> traces = new ArrayList<>();
    private final Complaints complaints = new Complaints();

    private static final class Segments {
        private long allocated;
        private long reserved;
    }

    /// What the events of one device add up to; the highest sum on the way is kept.
    static final class Trace {
        private long events;
        private long allocated;
        private long mostAllocated;
        private long reserved;
        private long mostReserved;

        void event(String action, long size) {
            events++;
            switch (action) {
                case "alloc" -> allocated += size;
                case "free_requested" -> allocated -= size;
                case "segment_alloc", "segment_map" -> reserved += size;
                case "segment_free", "segment_unmap" -> reserved -= size;
                case String _ -> {}
            }
            mostAllocated = Math.max(mostAllocated, allocated);
            mostReserved = Math.max(mostReserved, reserved);
        }
    }

    void segment(long device, long total, long allocated) {
        Segments segments = devices.computeIfAbsent(device, _ -> new Segments());
        segments.reserved = Math.addExact(segments.reserved, total);
        segments.allocated = Math.addExact(segments.allocated, allocated);
    }

    /// The trace of device `index`; there is one for each device of the process.
    void trace(int index, Trace trace) {
        while (traces.size() <= index) {
            traces.add(new Trace());
        }
        traces.set(index, trace);
    }

    boolean isEmpty() {
        return devices.isEmpty();
    }

    List<Measurement> measurements(String file) {
        List<Measurement> found = new ArrayList<>();
        devices.forEach((device, segments) -> {
            Trace trace = device < traces.size() ? traces.get(device.intValue()) : new Trace();
            add(found, file, device, ALLOCATED_NOW, segments.allocated);
            add(found, file, device, RESERVED_NOW, segments.reserved);
            if (trace.events > 0) {
                add(
                        found,
                        file,
                        device,
                        ALLOCATED_PEAK,
                        segments.allocated - trace.allocated + trace.mostAllocated);
                add(
                        found,
                        file,
                        device,
                        RESERVED_PEAK,
                        segments.reserved - trace.reserved + trace.mostReserved);
            }
        });
        return found;
    }

    List<String> complaints() {
        return complaints.all();
    }

    private void add(
            List<Measurement> found, String file, long device, Quantity quantity, long bytes) {
        if (bytes >= 0) {
            found.add(
                    new Measurement(
                            quantity,
                            Amount.exactly(bytes, PrintedUnit.BYTE),
                            new Origin.Device((int) Math.min(device, 9999)),
                            file,
                            0,
                            PROGRAM));
        } else {
            complaints.add(
                    "device " + device, quantity.label() + " in bytes", Long.toString(bytes));
        }
    }
}
