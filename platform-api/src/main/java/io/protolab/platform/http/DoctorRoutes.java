package io.protolab.platform.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.protolab.platform.doctor.Doctor;
import io.protolab.platform.finding.Finding;
import java.util.List;

/** What is left over or contradicts the registry, and how to put it in order. */
final class DoctorRoutes {
    private static final String PATH = "/api/v1/doctor/{depth}";

    private final Doctor doctor;

    DoctorRoutes(Doctor doctor) {
        this.doctor = doctor;
    }

    List<Operation> operations() {
        return List.of(
                Operation.list(
                        PATH,
                        "Examine all systems; depth is 'quick', or 'deep' to read every recorded file as well",
                        Finding.class,
                        ctx -> ctx.json(doctor.examine(deeply(ctx)))),
                Operation.postForList(
                        PATH,
                        "Examine all systems and mend what can be mended; nothing that anybody could miss is deleted",
                        Finding.class,
                        ctx -> ctx.json(doctor.mend(deeply(ctx)))));
    }

    private static boolean deeply(Context ctx) {
        String depth = ctx.pathParam("depth");
        return switch (depth) {
            case "quick" -> false;
            case "deep" -> true;
            default -> throw new NotFoundResponse("no depth '" + depth + "'; it is 'quick' or 'deep'");
        };
    }
}
