namespace Integrations.Sandbox.Http;

/// <summary>What became of the credential in a request. <see cref="Access"/> is set when it is valid.</summary>
internal readonly record struct TokenLookup(TokenState State, SandboxAccess? Access)
{
    public static TokenLookup None => new(TokenState.Missing, null);

    public static TokenLookup Unknown => new(TokenState.Unknown, null);

    public static TokenLookup Of(SandboxAccess access) => new(TokenState.Valid, access);
}
