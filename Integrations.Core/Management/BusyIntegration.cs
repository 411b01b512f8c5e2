namespace Integrations.Core.Management;

/// <param name="AverageMs">Mean duration of a call.</param>
public sealed record BusyIntegration(Guid InstanceId, string Name, string ProviderKey, int Succeeded, int Failed, int AverageMs)
{
    /// <summary>Calls, however they ended.</summary>
    public int Total => Succeeded + Failed;
}
