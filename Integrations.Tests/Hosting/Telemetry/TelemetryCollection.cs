namespace Integrations.Tests.Hosting.Telemetry;

/// <summary>
/// OpenTelemetry hears the figures of every hub in the process and takes those of one name for one: a hub of another test that ends
/// would end them for all. A program has one hub; these tests run while there is no other.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryCollection
{
    public const string Name = "Telemetry";
}
