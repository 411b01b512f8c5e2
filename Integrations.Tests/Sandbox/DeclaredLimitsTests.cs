using System.Globalization;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Declared;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;

namespace Integrations.Tests.Sandbox;

/// <summary>The sandbox tells what is left of a vendor's limits, down to nothing, as the vendor does.</summary>
public sealed class DeclaredLimitsTests
{
    private readonly MovableClock _clock = new();

    [Fact]
    public void Remaining_GoesDownToNothing_AndIsFullAgainInTheNextWindow()
    {
        var limits = new DeclaredLimits(DeclaredFile.Load("calendly"), _clock);
        var told = Enumerable.Range(0, 52).Select(_ => Remaining(limits, "/users/me", "X-RateLimit-Remaining")).ToList();

        Assert.Equal(49, told[0]);
        Assert.Equal([1, 0, 0, 0], told[^4..]);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(49, Remaining(limits, "/users/me", "X-RateLimit-Remaining"));
    }

    [Fact]
    public void LimitsOfOneVendor_AreToldSideBySide()
    {
        var limits = new DeclaredLimits(DeclaredFile.Load("docusign"), _clock);

        Assert.Equal(2_999, Remaining(limits, "/restapi/v2.1/accounts/1", "X-RateLimit-Remaining"));
        Assert.Equal(498, Remaining(limits, "/restapi/v2.1/accounts/1", "X-BurstLimit-Remaining"));
    }

    private static int Remaining(DeclaredLimits limits, string path, string header)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = path;
        limits.Tell(http, SandboxAccounts.Ada);
        return int.Parse(http.Response.Headers[header].ToString(), CultureInfo.InvariantCulture);
    }
}
