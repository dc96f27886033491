package io.shardfit.domain.planted;

import java.nio.file.Path;

record LeavesPlainJava(Path file) {}
