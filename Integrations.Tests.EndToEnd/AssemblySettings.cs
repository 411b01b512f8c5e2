using Integrations.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(PostgresServer))]

// Each of these is several processes already; more at a time would only wait for each other.
[assembly: Parallelization(MaxThreads = 2)]
