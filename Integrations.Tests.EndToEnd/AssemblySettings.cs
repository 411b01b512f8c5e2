using Integrations.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(PostgresServer))]
