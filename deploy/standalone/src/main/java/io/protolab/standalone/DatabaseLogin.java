package io.protolab.standalone;

import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** How one role reaches one database; it never prints its password. */
public record DatabaseLogin(String host, int port, String database, String role, String password) {

    /** The same role at another database of the server. */
    DatabaseLogin in(String other) {
        return new DatabaseLogin(host, port, other, role, password);
    }

    /** Without role and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** Unpooled. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl());
        source.setUser(role);
        source.setPassword(password);
        return source;
    }

    @Override
    public String toString() {
        return role + "@" + host + ":" + port + "/" + database;
    }
}
