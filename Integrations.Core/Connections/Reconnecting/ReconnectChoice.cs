using Integrations.Core.Instances;

namespace Integrations.Core.Connections.Reconnecting;

/// <summary>Whose connections are meant; of these, the ones that do not work. The first of the three that is given counts.</summary>
/// <param name="MemberId">All connections of one member, of the integrations too that are theirs alone.</param>
/// <param name="Filter">Those of integrations that match.</param>
/// <param name="Ids">Those of these integrations.</param>
public sealed record ReconnectChoice(Guid? MemberId = null, InstanceFilter? Filter = null, IReadOnlyCollection<Guid>? Ids = null);
