using Integrations.Connectors.Contracts;
using Integrations.Core.Instances;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents.Inbox;

/// <summary>Judges a request that was refused when it came once more: by the secrets of now, as of then. What is genuine then becomes an event.</summary>
public sealed class InboxAgain(InboundTargets targets, InboundJudge judge, InboundIntake intake, CredentialVault vault)
{
    private const int MostLooks = 5;

    /// <returns>The verdict of now, or <c>inbound.not_kept_whole</c>.</returns>
    internal async Task<Result<InboundVerdict>> JudgeAsync(IntegrationInstance instance, InboundReceipt receipt, CancellationToken cancellationToken)
    {
        if (!receipt.IsWhole || InboxVault.Open(vault, receipt)?.ToRequest() is not { } request)
        {
            return InboundFailures.NotKeptWhole;
        }

        for (var look = 0; look < MostLooks; look++)
        {
            var target = await targets.ReadAsync(instance.Id, InboundService.SubscriptionOf(request), cancellationToken);
            var verdict = judge.JudgeAgain(target, request, receipt.ReceivedAt);
            if (verdict is InboundVerdict.Rejected || await intake.TakeAsync(target!, verdict, cancellationToken))
            {
                return verdict;
            }
        }

        return InboundFailures.IsWaiting;
    }
}
