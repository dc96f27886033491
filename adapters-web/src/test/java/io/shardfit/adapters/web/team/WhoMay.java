package io.shardfit.adapters.web.team;

import io.shardfit.application.event.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may call what, as people decided it: `team/who-may.txt`, which nothing writes.
record WhoMay(Map<String, Set<Role>> table) {
    private static final String OPEN = "[open]";

    static WhoMay asDecided() {
        try (InputStream file =
                Objects.requireNonNull(WhoMay.class.getResourceAsStream("/team/who-may.txt"))) {
            return new WhoMay(read(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Map<String, Set<Role>> read(String text) {
        Map<String, Set<Role>> table = new LinkedHashMap<>();
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                roles = line.equals(OPEN) ? Set.of() : roles(line);
            } else if (!line.isBlank()
                    && !line.startsWith("#")
                    && table.putIfAbsent(line, roles) != null) {
                throw new AssertionError("twice: " + line);
            }
        }
        return table;
    }

    private static Set<Role> roles(String line) {
        return Arrays.stream(line.substring(1, line.length() - 1).split(" "))
                .map(word ->
                        Arrays.stream(Role.values())
                                .filter(role -> role.word().equals(word))
                                .findFirst()
                                .orElseThrow())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    Set<String> operations() {
        return table.keySet();
    }

    /// {@return empty for whoever asks}
    Set<Role> roles(Operation operation) {
        return Optional.ofNullable(table.get(operation.name()))
                .orElseThrow(() -> new AssertionError("nobody decided on " + operation.name()));
    }

    boolean isOpen(Operation operation) {
        return roles(operation).isEmpty();
    }

    boolean permits(Operation operation, Role role) {
        return roles(operation).contains(role);
    }

    /// Changes that only those who answer for the place may make need a recent sign-in
    /// (docs/server.md, Security model).
    boolean isDecision(Operation operation) {
        return operation.changes()
                && !isOpen(operation)
                && EnumSet.of(Role.APPROVER, Role.ADMIN).containsAll(roles(operation));
    }
}
