using System.Diagnostics.Metrics;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Tests.Hosting.Telemetry;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connectors;

/// <summary>What is told of budgets: figures by provider, and whose they are.</summary>
public sealed class BudgetFiguresTests : IDisposable
{
    private static readonly VendorBudget Four = new(4, TimeSpan.FromSeconds(20), IsPerClient: false);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task WhatIsLeft_WhoWaits_AndWhatFailed_IsCountedByProvider()
    {
        var clock = new MovableClock();
        var meters = _services.GetRequiredService<IMeterFactory>();
        var budgets = new VendorBudgets(clock, meters);
        using var figures = new MeasuredFigures(meters);
        using var vendor = new LimitedVendor(2, Four.Window, clock);
        var owner = new BudgetOwner("acme", Guid.NewGuid(), BudgetOwner.Hub);
        using var jobs = new HttpMessageInvoker(budgets.Over(new BudgetCounter { InnerHandler = vendor }, owner, isJob: true, new KnownLimits(Four)));
        for (var call = 0; call < 3; call++)
        {
            await SendAsync(jobs);
        }

        await Assert.ThrowsAsync<BudgetSpentException>(() => SendAsync(jobs));
        clock.Advance(TimeSpan.FromSeconds(19));
        var waiting = SendAsync(jobs);

        // The third was refused, so all is spent, as far as anyone knows.
        Assert.Equal([0], figures.Read("integrations.vendor.budget.left").Select(one => one.Value));
        Assert.Equal([("people", 0), ("jobs", 1)], figures.Read("integrations.vendor.budget.waiting").Select(one => ((string)one.Tags["class"]!, (int)one.Value)));
        var seen = Assert.Single(await budgets.LookAsync(owner, new KnownLimits(Four), CancellationToken.None));
        Assert.Equal((4, 0, 0, 1, true), (seen.Limit, seen.Left, seen.PeopleWaiting, seen.JobsWaiting, seen.ShowsWaiting));
        clock.Advance(TimeSpan.FromSeconds(4));
        await waiting;
        Assert.All(figures.Read("integrations.vendor.budget.waiting"), one => Assert.Equal(0, one.Value));
        foreach (var counter in new[] { "waits", "spent", "refused" })
        {
            var counted = Assert.Single(figures.Of($"integrations.vendor.budget.{counter}"));
            Assert.Equal((1, "acme"), (counted.Value, counted.Tags["provider"]));
            Assert.InRange(counted.Tags.Count, 1, 2);
        }
    }

    [Fact]
    public async Task WhoWaits_IsNotShownOfABudget_ThatOtherOrganizationsShare()
    {
        var budgets = new VendorBudgets(new MovableClock(), _services.GetRequiredService<IMeterFactory>());
        var limits = new KnownLimits(Four with { IsPerClient = true });

        Assert.False(Assert.Single(await budgets.LookAsync(new BudgetOwner("acme", Guid.NewGuid(), BudgetOwner.Hub), limits, CancellationToken.None)).ShowsWaiting);
        Assert.True(Assert.Single(await budgets.LookAsync(new BudgetOwner("acme", Guid.NewGuid(), "a pasted key"), limits, CancellationToken.None)).ShowsWaiting);
    }

    [Fact]
    public void PastedKey_IsAClientOfItsOwn_HoweverManyConnectionsUseIt()
    {
        var manifest = new ProviderManifest { Key = "acme", DisplayName = "Acme", Description = "", Category = "", Icon = "", Color = "", Auth = [] };
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var client = Four with { IsPerClient = true };

        BudgetOwner Of(Guid connection, string kind, string field, string value) =>
            At(manifest, "", connection, kind, field, value);
        static BudgetOwner At(ProviderManifest of, string host, Guid connection, string kind, string field, string value) =>
            BudgetOwner.Of(of, connection, kind, new VendorCredential(kind, new Dictionary<string, string>(StringComparer.Ordinal) { [field] = value }), [host]);

        Assert.Equal(Of(first, AuthKinds.ApiKey, "token", "abc").KeyOf(client), Of(second, AuthKinds.ApiKey, "token", "abc").KeyOf(client));
        Assert.NotEqual(Of(first, AuthKinds.ApiKey, "token", "abc").KeyOf(Four), Of(second, AuthKinds.ApiKey, "token", "abc").KeyOf(Four));
        Assert.NotEqual(Of(first, AuthKinds.ApiKey, "token", "abc").KeyOf(client), Of(second, AuthKinds.ApiKey, "token", "abd").KeyOf(client));
        // A password may be guessed by its hash, so it has none.
        Assert.NotEqual(Of(first, AuthKinds.Basic, "token", "abc").KeyOf(client), Of(second, AuthKinds.Basic, "token", "abc").KeyOf(client));
        Assert.Equal(Of(first, AuthKinds.OAuth2, "accessToken", "abc").KeyOf(client), Of(second, AuthKinds.OAuth2, "accessToken", "abd").KeyOf(client));
        // At an address that a person typed, it is a key of that server.
        var anywhere = manifest with { UserUrl = true };
        Assert.NotEqual(At(anywhere, "one.test", first, AuthKinds.ApiKey, "token", "abc").KeyOf(client), At(anywhere, "two.test", second, AuthKinds.ApiKey, "token", "abc").KeyOf(client));
        Assert.Equal(At(anywhere, "one.test", first, AuthKinds.ApiKey, "token", "abc").KeyOf(client), At(anywhere, "one.test", second, AuthKinds.ApiKey, "token", "abc").KeyOf(client));
        Assert.InRange(new BudgetOwner(new string('k', 60), first, "x").KeyOf(client).Length, 1, Core.Identity.RateLease.KeyMaxLength);
    }

    private static async Task SendAsync(HttpMessageInvoker calls)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
        using var response = await calls.SendAsync(request, CancellationToken.None);
    }
}
