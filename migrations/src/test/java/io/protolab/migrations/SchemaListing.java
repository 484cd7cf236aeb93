package io.protolab.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Everything that makes up a schema, one line each, so that two databases can be compared. */
final class SchemaListing {
    private static final String LINES = """
            select format('column %s.%s %s%s default %s', c.table_name, c.column_name, c.data_type,
                          case c.is_nullable when 'NO' then ' not null' else '' end, coalesce(c.column_default, 'none')) as line
            from information_schema.columns c where c.table_schema = 'public'
            union all
            select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
            from pg_constraint where connamespace = 'public'::regnamespace
            union all
            select format('index %s', indexdef) from pg_indexes where schemaname = 'public'
            union all
            select format('view %s %s', viewname, definition) from pg_views where schemaname = 'public'
            union all
            select format('comment %s %s %s', objoid::regclass, objsubid, description)
            from pg_description where classoid = 'pg_class'::regclass and objoid in
                (select oid from pg_class where relnamespace = 'public'::regnamespace)
            order by line
            """;

    private SchemaListing() {}

    static List<String> of(DataSource database) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(LINES)) {
            while (rows.next()) {
                lines.add(rows.getString("line"));
            }
        }
        return lines;
    }
}
