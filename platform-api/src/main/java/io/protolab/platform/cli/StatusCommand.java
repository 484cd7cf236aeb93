package io.protolab.platform.cli;

import io.protolab.platform.http.Health;
import io.protolab.platform.json.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "Show whether the platform works and where its parts are.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() {
        Health health = connection.client().health();
        if (connection.json()) {
            System.out.println(Json.text(health));
        } else {
            Table table = new Table("part", "address", "state");
            health.addresses()
                    .forEach((part, address) ->
                            table.row(part, address, health.parts().getOrDefault(part, "")));
            health.parts().forEach((part, state) -> {
                if (!health.addresses().containsKey(part)) {
                    table.row(part, "", state);
                }
            });
            System.out.print(table);
            health.lacking().forEach(lack -> System.out.println("not here: " + lack));
            System.out.println(health.status());
        }
        return health.status().equals("ok") ? ExitCodes.DONE : ExitCodes.PLATFORM;
    }
}
