package io.protolab.cpu.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.protolab.cpu.tracking.Answer.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {}                                                                       | OK",
                "200 | ''                                                                       | OK",
                "200 | <html>a login page</html>                                                | MISCONFIGURED",
                "302 | ''                                                                       | MISCONFIGURED",
                "400 | {\"error_code\":\"RESOURCE_ALREADY_EXISTS\"}                             | EXISTS",
                "400 | {\"error_code\":\"BAD_REQUEST\",\"message\":\"UniqueViolation pk\"}      | CONTENDED",
                "400 | {\"error_code\":\"BAD_REQUEST\",\"message\":\"deadlock detected\"}       | CONTENDED",
                "400 | {\"error_code\":\"BAD_REQUEST\",\"message\":\"value too long\"}          | REFUSED",
                "400 | {\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"changed\"}     | REFUSED",
                "400 | {\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"The run r must be in the 'active' state.\"} | GONE",
                "404 | {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}                             | GONE",
                "404 | {\"error_code\":\"ENDPOINT_NOT_FOUND\"}                                  | MISCONFIGURED",
                "404 | <html>404</html>                                                         | MISCONFIGURED",
                "401 | You are not authenticated                                                | MISCONFIGURED",
                "403 | Invalid Host header                                                      | MISCONFIGURED",
                "408 | ''                                                                       | BUSY",
                "429 | Too Many Requests                                                        | BUSY",
                "500 | {\"error_code\":\"INTERNAL_ERROR\"}                                      | BUSY",
                "502 | <html>Bad Gateway</html>                                                 | BUSY",
                "503 | {\"error_code\":\"TEMPORARILY_UNAVAILABLE\"}                             | BUSY"
            })
    void saysWhatToDoNext(int status, String body, Kind kind) {
        assertThat(Answers.read("POST runs/create", status, body, null).kind()).isEqualTo(kind);
    }

    @Test
    void waitsAsLongAsAsked_withinReason() {
        assertThat(Answers.read("POST x", 429, "", "7").retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(Answers.read("POST x", 429, "", "86400").retryAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(Answers.read("POST x", 429, "", "Wed, 21 Oct 2026 07:28:00 GMT")
                        .retryAfter())
                .isNull();
    }
}
