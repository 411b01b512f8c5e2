namespace Integrations.Tests.Hosting.OpenId;

/// <summary>Hubs for tests in which no one is let in, so that none of them finds what another left.</summary>
public sealed class OrganizationSignInScene : IAsyncDisposable
{
    private readonly Lazy<Task<OrganizationSignInBench>> _patient = new(() => OrganizationSignInBench.StartAsync());
    private readonly Lazy<Task<OrganizationSignInBench>> _impatient = new(() => OrganizationSignInBench.StartAsync(more: hub => hub.With("Vendors:InteractiveDeadline", "00:00:02")));

    /// <param name="isImpatient">It waits two seconds for an answer, for providers that give none.</param>
    internal Task<OrganizationSignInBench> BenchAsync(bool isImpatient = false) => (isImpatient ? _impatient : _patient).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var started in new[] { _patient, _impatient }.Where(one => one.IsValueCreated))
        {
            await (await started.Value).DisposeAsync();
        }
    }
}
