namespace Integrations.Tests.Api.Auth;

/// <summary>What the token endpoint answered.</summary>
public sealed record TokenAnswer(int Status, string? Access, string? Refresh, string? Scope, string? Error)
{
    public bool IsRefused => Status is >= 400 and < 500 && Access is null && Error is not null;
}
