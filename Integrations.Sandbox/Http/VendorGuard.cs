using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Http;

/// <summary>What every vendor API has in front: credentials, limits, and the behaviour of the account.</summary>
/// <remarks>A vendor derives from it to give the answers its own shape, and adds it to its API group as endpoint filter.</remarks>
internal abstract class VendorGuard(TimeProvider time, SandboxOptions options) : IEndpointFilter
{
    protected TimeProvider Time { get; } = time;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Refuse(http) is { } refusal)
        {
            return refusal;
        }

        var lookup = Authenticate(http);
        if (lookup.Access is not { } access)
        {
            return AllowsAnonymous(http) ? await next(context) : Unauthorized(http, lookup.State);
        }

        http.Features.Set(access);
        var honest = access.IssuedAt is { } issued && Time.GetUtcNow() - issued < options.HonestFor;
        switch (access.Account.Behaviour)
        {
            case SandboxBehaviour.Revoked when !honest:
                return Unauthorized(http, TokenState.Revoked);
            case SandboxBehaviour.RateLimited when !honest:
                http.Response.Headers.RetryAfter = ((int)options.RetryAfter.TotalSeconds).ToString();
                return RateLimited(http, options.RetryAfter);
            case SandboxBehaviour.Failing when !honest:
                return Failing(http);
            case SandboxBehaviour.Slow:
                await Task.Delay(options.SlowFor, Time, http.RequestAborted);
                break;
        }

        return Admit(http, access) is { } refused ? refused : await next(context);
    }

    /// <summary>The token of an <c>Authorization: {scheme} …</c> header; null when there is none.</summary>
    protected static string? AuthorizationValue(HttpContext http, params string[] schemes)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && schemes.Contains(header[..space], StringComparer.OrdinalIgnoreCase) ? header[(space + 1)..].Trim() : null;
    }

    /// <summary>Refusals that come before credentials are looked at, such as a required header.</summary>
    protected virtual IResult? Refuse(HttpContext http) => null;

    protected abstract TokenLookup Authenticate(HttpContext http);

    /// <summary>Routes which the vendor also answers without credentials.</summary>
    protected virtual bool AllowsAnonymous(HttpContext http) => false;

    protected abstract IResult Unauthorized(HttpContext http, TokenState state);

    /// <summary>The vendor's "slow down". <c>Retry-After</c> is set already.</summary>
    protected abstract IResult RateLimited(HttpContext http, TimeSpan retryAfter);

    protected abstract IResult Failing(HttpContext http);

    /// <summary>The last word, and the place for headers that every answer carries. Scopes are checked here or by the route.</summary>
    protected virtual IResult? Admit(HttpContext http, SandboxAccess access) => null;
}
