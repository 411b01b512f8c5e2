namespace Integrations.Connectors.Http;

/// <summary>The call was not made: its organization or its vendor had as much under way as it may have, until the deadline.</summary>
internal sealed class OutboundFullException() : Exception("All outbound slots of this organization or vendor are taken.");
