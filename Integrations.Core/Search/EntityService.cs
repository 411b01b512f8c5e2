using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Search;

/// <summary>Reads one external entity through the integration it was found in.</summary>
public sealed class EntityService(VendorCalls calls)
{
    /// <summary>In characters; a longer id gives <c>validation</c>.</summary>
    public const int ExternalIdMaxLength = 500;

    /// <summary>The code for a provider that shows no single entities.</summary>
    public const string NotSupported = "entity.not_supported";

    /// <summary>One thing of the vendor, as it is now.</summary>
    /// <param name="caller">Sees the integration, and uses their own connection where it is user-scoped.</param>
    /// <param name="instanceId">The integration.</param>
    /// <param name="externalId">The vendor's id, as a search gave it.</param>
    /// <param name="cancellationToken">Ends the vendor's call too.</param>
    /// <returns>The thing; <c>validation</c>, <c>integration.not_found</c>, <see cref="NotSupported"/>, or how connection or vendor failed. What search would not show is not found.</returns>
    public async Task<Result<ExternalEntity>> GetAsync(Caller caller, Guid instanceId, string externalId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(externalId) || externalId.Length > ExternalIdMaxLength || externalId.Any(char.IsControl))
        {
            return Failure.InvalidField("externalId", $"externalId must be 1 to {ExternalIdMaxLength} characters without control characters.");
        }

        var opened = await calls.OpenAsync(caller, instanceId, ActivityTypes.Read, background: false, cancellationToken);
        if (!opened.TryGet(out var call, out var failure))
        {
            return failure;
        }

        using (call)
        {
            var open = call.Open;
            if (!open.Instance.SearchEnabled)
            {
                return SearchFailures.SwitchedOff(open.Instance.Name);
            }

            if (open.Entry.As<IGetEntity>() is not { } reading)
            {
                return Failure.Invalid(NotSupported, $"{open.Entry.Manifest.DisplayName} gives no single entities.");
            }

            var read = await open.Session.CallAsync(() => reading.GetAsync(open.Session, externalId, cancellationToken), cancellationToken);
            if (read.IsSuccess && !IsInside(open, reading, read.Value))
            {
                // As if it were not there: that it exists is the vendor's affair, not the reader's.
                read = VendorFailures.NotFound(open.Entry.Manifest.DisplayName, null);
            }

            await calls.EndAsync(call, read.Failure, read.IsSuccess ? read.Value.Title : null, cancellationToken);
            return read.Failure is { } told ? told with { IsRecorded = true } : read;
        }
    }

    /// <summary>What search would not show is not read either: kinds that are not searchable here, and what the settings leave out.</summary>
    private static bool IsInside(OpenIntegration open, IGetEntity reading, ExternalEntity entity) =>
        (open.Instance.SearchableEntities.Count == 0 || open.Instance.SearchableEntities.Contains(entity.Type)) && reading.IsInside(open.Session, entity);
}
