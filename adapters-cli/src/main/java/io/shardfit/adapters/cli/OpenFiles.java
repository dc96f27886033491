package io.shardfit.adapters.cli;

import io.shardfit.application.format.InputError;
import io.shardfit.application.measurement.MeasuredFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files that are read as a stream, because they may be longer than the memory.
///
/// @param errors why a file could not be opened
record OpenFiles(List<MeasuredFile> opened, List<InputError> errors) implements AutoCloseable {
    static OpenFiles of(List<String> names) {
        List<MeasuredFile> opened = new ArrayList<>();
        List<InputError> errors = new ArrayList<>();
        for (String name : names) {
            if (name.equals("-")) {
                opened.add(new MeasuredFile("<stdin>", System.in));
            } else {
                switch (InputFile.open(name, "give the path of what a run printed, or -")) {
                    case InputFile.Open(Path path, InputStream stream) ->
                            opened.add(new MeasuredFile(path.toString(), stream));
                    case InputFile.NotOpen(InputError error) -> errors.add(error);
                }
            }
        }
        return new OpenFiles(opened, errors);
    }

    @Override
    public void close() {
        for (MeasuredFile file : opened) {
            try {
                file.content().close();
            } catch (IOException alreadyRead) {
                // What was needed of it has been read.
                continue;
            }
        }
    }
}
