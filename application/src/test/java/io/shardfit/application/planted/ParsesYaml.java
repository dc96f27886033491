package io.shardfit.application.planted;

import org.snakeyaml.engine.v2.api.Load;

record ParsesYaml(Load parser) {}
