package io.shardfit.application.planted;

import com.fasterxml.jackson.core.JsonFactory;

record ParsesJson(JsonFactory parser) {}
