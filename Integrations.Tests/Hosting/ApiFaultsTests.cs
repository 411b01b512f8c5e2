using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Hosting;

/// <summary>A client that leaves is no fault, whatever of the answer it had by then.</summary>
public sealed class ApiFaultsTests(HubApp hub) : IClassFixture<HubApp>
{
    [Theory]
    [InlineData(false, 499)]
    [InlineData(true, 200)]
    public async Task ClientThatLeft_EndsQuietly(bool hasStarted, int expected)
    {
        using var left = new CancellationTokenSource();
        var response = new Answer { HasStarted = hasStarted };
        var context = new DefaultHttpContext { Request = { Path = "/mcp" } };
        context.Features.Set<IHttpResponseFeature>(response);
        context.RequestAborted = left.Token;
        var faults = new ApiFaults(
            async _ =>
            {
                await left.CancelAsync();
                left.Token.ThrowIfCancellationRequested();
            },
            hub.Services.GetRequiredService<DatabaseWatch>(),
            NullLogger<ApiFaults>.Instance);

        await faults.InvokeAsync(context);

        Assert.Equal(expected, response.StatusCode);
    }

    /// <summary>As a server's: once it has begun, its status stays.</summary>
    private sealed class Answer : HttpResponseFeature, IHttpResponseFeature
    {
        private int _status = 200;

        public new bool HasStarted { get; init; }

        public new int StatusCode
        {
            get => _status;
            set => _status = HasStarted ? throw new InvalidOperationException("The response has already started.") : value;
        }
    }
}
