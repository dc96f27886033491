package io.shardfit.application.accuracy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Errors of other tools on published cases.
record OtherTools(Map<String, Map<String, Double>> byTool) {
    /// @param rows `case,tool,error in percent,source`
    static OtherTools of(List<String> rows) {
        Map<String, Map<String, Double>> byTool = new LinkedHashMap<>();
        for (String row : rows) {
            String[] cells = row.split(",", 4);
            byTool.computeIfAbsent(cells[1], _ -> new LinkedHashMap<>())
                    .put(cells[0], Double.parseDouble(cells[2]) / 100);
        }
        return new OtherTools(byTool);
    }
}
