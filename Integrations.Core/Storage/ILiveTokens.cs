namespace Integrations.Core.Storage;

/// <summary>
/// Asks the database whether a token that was read before still opens something. Each request of a program waits for it (SECURITY T6), so a
/// database for which this can be done with less than a query of the whole row has its own.
/// </summary>
public interface ILiveTokens
{
    /// <summary>False for one that was revoked or is not there, and for one of an organization that is disabled; its expiry is for who remembers it to look at.</summary>
    /// <param name="hash">SHA-256 of the token, hex.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<bool> IsLiveAsync(string hash, CancellationToken cancellationToken);
}
