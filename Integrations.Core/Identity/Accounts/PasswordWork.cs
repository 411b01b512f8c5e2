using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;
using Microsoft.AspNetCore.Identity;

namespace Integrations.Core.Identity.Accounts;

/// <summary>
/// Hashes and checks passwords on at most half the cores, because each takes a fifth of a second on purpose (SECURITY V5).
/// Who waits longer than a moment is asked to come again.
/// </summary>
public sealed class PasswordWork(IPasswordHasher<User> hasher, TimeProvider clock) : IDisposable
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _turns = new(SideBySide);
    private readonly Lazy<string> _nobodysHash = new(() => hasher.HashPassword(Nobody, Guid.NewGuid().ToString("N")));

    /// <summary>Half the cores, and at least one.</summary>
    internal static int SideBySide => Math.Max(1, Environment.ProcessorCount / 2);

    private static User Nobody => new() { DisplayName = "" };

    /// <summary>Checks a password; for an unknown person (null) it does the same work and says no (SECURITY S3).</summary>
    public Task<Result<PasswordVerificationResult>> CheckAsync(User? user, string password, CancellationToken cancellationToken) =>
        TakeTurnAsync(
            () =>
            {
                var answer = hasher.VerifyHashedPassword(user ?? Nobody, user?.PasswordHash ?? _nobodysHash.Value, password);
                return user?.PasswordHash is null ? PasswordVerificationResult.Failed : answer;
            },
            cancellationToken);

    /// <summary>Makes the hash that is stored; it names its own way and rounds, so that older ones can still be checked.</summary>
    /// <param name="user">Whose password it becomes.</param>
    /// <param name="password">In the clear; it is kept nowhere.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    /// <returns>The hash, or <c>auth.busy</c> when no turn came within seconds.</returns>
    public Task<Result<string>> HashAsync(User user, string password, CancellationToken cancellationToken) =>
        TakeTurnAsync(() => hasher.HashPassword(user, password), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<bool> IsMyTurnAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _turns.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<Result<T>> TakeTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (!await IsMyTurnAsync(cancellationToken))
        {
            return AccessFailures.Busy;
        }

        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }
}
