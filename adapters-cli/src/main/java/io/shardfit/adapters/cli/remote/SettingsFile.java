package io.shardfit.adapters.cli.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the file that names the server. One file counts, the first of: the one that was named;
/// `.shardfit.yaml` in the folder of the input or above it, up to the root of its repository; the
/// user's own.
///
/// Outside a repository only the folder itself is looked at, because the folders above may belong
/// to anybody.
final class SettingsFile {
    static final String NAME = ".shardfit.yaml";

    private SettingsFile() {}

    /// @param start the folder of the input file, or that in which the command was given
    static Optional<Path> find(Path start, Map<String, String> environment) {
        return above(start).or(() -> ofUser(environment)).filter(Files::isRegularFile);
    }

    private static Optional<Path> above(Path start) {
        Path folder = start.toAbsolutePath().normalize();
        Path root = folders(folder).filter(SettingsFile::isRepository).findFirst().orElse(folder);
        return folders(folder)
                .takeWhile(one -> one.startsWith(root))
                .map(one -> one.resolve(NAME))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static Stream<Path> folders(Path folder) {
        return Stream.iterate(folder, one -> one != null, Path::getParent);
    }

    /// In a work tree that is not the first, `.git` is a file.
    private static boolean isRepository(Path folder) {
        return Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS);
    }

    /// As the XDG Base Directory Specification has it: a relative path in the variable is ignored.
    private static Optional<Path> ofUser(Map<String, String> environment) {
        return variable(environment, "XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> variable(environment, "HOME").map(home -> Path.of(home, ".config")))
                .map(folder -> folder.resolve("shardfit").resolve("config.yaml"));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.of(environment.getOrDefault(name, "")).filter(text -> !text.isBlank());
    }

    /// {@return whether everybody on this machine can read it; not on file systems that cannot say}
    static boolean isWorldReadable(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
