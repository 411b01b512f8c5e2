using Integrations.Connectors.Entities;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Linking;

/// <summary>The row of a link, and the copy in it of what the vendor shows.</summary>
internal static class LinkRows
{
    /// <summary>A link that is not stored yet.</summary>
    /// <param name="copy">What the vendor, or the caller, shows.</param>
    public static EntityLink New(Caller caller, LinkRequest request, IntegrationInstance instance, ExternalEntity copy, DateTimeOffset now)
    {
        var link = new EntityLink
        {
            Id = Guid.CreateVersion7(now),
            OrganizationId = instance.OrganizationId,
            EntityType = EntityTypes.Parse(request.EntityType)!,
            EntityId = request.EntityId,
            InstanceId = instance.Id,
            ProviderKey = instance.ProviderKey,
            // The vendor may know it by another id by now, such as an issue that was transferred.
            ExternalEntityId = request.Copy is null && copy.Id.Length <= EntityLink.ExternalIdMaxLength ? copy.Id : request.ExternalEntityId,
            ExternalType = "",
            Title = "",
            LinkedBy = caller.UserId,
            OwnerUserId = ConnectionQueries.OwnerFor(caller, instance),
            CreatedAt = now,
            RefreshedAt = now,
        };
        Copy(copy, link);
        link.Url = request.ExternalEntityUrl ?? link.Url;
        foreach (var (name, value) in request.Metadata ?? [])
        {
            link.Metadata[name] = value?.DeepClone();
        }

        return link;
    }

    /// <summary>The vendor knows the credential, but not the thing.</summary>
    public static bool IsGone(Failure? failure) => failure is { Kind: FailureKind.VendorRefused, VendorStatus: 404 or 410 };

    /// <summary>Brings the copy up to date; what the vendor did not tell this time stays.</summary>
    public static void Copy(ExternalEntity from, EntityLink to)
    {
        to.ExternalType = Text.Cut(from.Type, 60);
        to.Title = Keeps("title") && to.Title.Length > 0 ? to.Title : Text.Shorten(from.Title, ExternalEntity.TitleMaxLength);
        to.Description = Keeps("description") ? to.Description ?? from.Description : Text.Shorten(from.Description, ExternalEntity.DescriptionMaxLength);
        to.Url = from.Url is { Length: <= 2_000 } url ? WebAddress.Of(url) : Keeps("url") ? to.Url : null;
        var metadata = Text.CloneObject(from.Metadata);
        foreach (var untold in from.Untold.Where(name => to.Metadata[name] is not null))
        {
            metadata[untold] = to.Metadata[untold]!.DeepClone();
        }

        to.Metadata = metadata;

        bool Keeps(string name) => from.Untold.Contains(name);
    }
}
