/**
 * The names of counters, in their files' order: net/ipv4/proc.c snmp4_*_list, icmpmibmap, net/ipv6/proc.c snmp6_*_list, net/mptcp/
 * mib.c. A name may carry the version since when it is there, `OutTransmits@6007`, or until
 * when, `RcvPruned@-6008`.
 */

export const ip =
	"InReceives InHdrErrors InAddrErrors ForwDatagrams InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes " +
	"ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits@6007";

/** Before and after those of the types that come in, and that go out. */
export const icmpIn = "InMsgs InErrors InCsumErrors";
export const icmpOut = "OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost";

/** By name, ICMP types. */
export const icmpTypes: readonly (readonly [string, number])[] = [
	["DestUnreachs", 3],
	["TimeExcds", 11],
	["ParmProbs", 12],
	["SrcQuenchs", 4],
	["Redirects", 5],
	["Echos", 8],
	["EchoReps", 0],
	["Timestamps", 13],
	["TimestampReps", 14],
	["AddrMasks", 17],
	["AddrMaskReps", 18],
];

export const tcp =
	"RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs " +
	"InErrs OutRsts InCsumErrors";

/** What is never zero: net/ipv4/af_inet.c, RFC 2012. */
export const tcpConstants: Readonly<Record<string, number>> = {
	TcpRtoAlgorithm: 1,
	TcpRtoMin: 200,
	TcpRtoMax: 120_000,
	TcpMaxConn: -1,
};

export const udp =
	"InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors IgnoredMulti MemErrors";

export const tcpExt =
	"SyncookiesSent SyncookiesRecv SyncookiesFailed EmbryonicRsts PruneCalled RcvPruned OfoPruned OutOfWindowIcmps " +
	"LockDroppedIcmps ArpFilter TW TWRecycled TWKilled PAWSActive PAWSEstab BeyondWindow@6017 TSEcrRejected@6014 " +
	"PAWSOldAck@6014 PAWSTimewait@6014 DelayedACKs DelayedACKLocked DelayedACKLost ListenOverflows ListenDrops TCPHPHits " +
	"TCPPureAcks TCPHPAcks TCPRenoRecovery TCPSackRecovery TCPSACKReneging TCPSACKReorder TCPRenoReorder TCPTSReorder " +
	"TCPFullUndo TCPPartialUndo TCPDSACKUndo TCPLossUndo TCPLostRetransmit TCPRenoFailures TCPSackFailures TCPLossFailures " +
	"TCPFastRetrans TCPSlowStartRetrans TCPTimeouts TCPLossProbes TCPLossProbeRecovery TCPRenoRecoveryFail " +
	"TCPSackRecoveryFail TCPRcvCollapsed TCPBacklogCoalesce TCPDSACKOldSent TCPDSACKOfoSent TCPDSACKRecv TCPDSACKOfoRecv " +
	"TCPAbortOnData TCPAbortOnClose TCPAbortOnMemory TCPAbortOnTimeout TCPAbortOnLinger TCPAbortFailed TCPMemoryPressures " +
	"TCPMemoryPressuresChrono TCPSACKDiscard TCPDSACKIgnoredOld TCPDSACKIgnoredNoUndo TCPSpuriousRTOs TCPMD5NotFound " +
	"TCPMD5Unexpected TCPMD5Failure TCPSackShifted TCPSackMerged TCPSackShiftFallback TCPBacklogDrop PFMemallocDrop " +
	"TCPMinTTLDrop TCPDeferAcceptDrop IPReversePathFilter TCPTimeWaitOverflow TCPReqQFullDoCookies TCPReqQFullDrop " +
	"TCPRetransFail TCPRcvCoalesce TCPOFOQueue TCPOFODrop TCPOFOMerge TCPChallengeACK TCPSYNChallenge TCPFastOpenActive " +
	"TCPFastOpenActiveFail TCPFastOpenPassive TCPFastOpenPassiveFail TCPFastOpenListenOverflow TCPFastOpenCookieReqd " +
	"TCPFastOpenBlackhole TCPSpuriousRtxHostQueues BusyPollRxPackets TCPAutoCorking TCPFromZeroWindowAdv TCPToZeroWindowAdv " +
	"TCPWantZeroWindowAdv TCPSynRetrans TCPOrigDataSent TCPHystartTrainDetect TCPHystartTrainCwnd TCPHystartDelayDetect " +
	"TCPHystartDelayCwnd TCPACKSkippedSynRecv TCPACKSkippedPAWS TCPACKSkippedSeq TCPACKSkippedFinWait2 " +
	"TCPACKSkippedTimeWait TCPACKSkippedChallenge TCPWinProbe TCPKeepAlive TCPMTUPFail TCPMTUPSuccess TCPDelivered " +
	"TCPDeliveredCE TCPAckCompressed TCPZeroWindowDrop TCPRcvQDrop TCPWqueueTooBig TCPFastOpenPassiveAltKey " +
	"TcpTimeoutRehash TcpDuplicateDataRehash TCPDSACKRecvSegs TCPDSACKIgnoredDubious TCPMigrateReqSuccess " +
	"TCPMigrateReqFailure TCPPLBRehash@6002 TCPAORequired@6007 TCPAOBad@6007 TCPAOKeyNotFound@6007 TCPAOGood@6007 " +
	"TCPAODroppedIcmps@6007";

export const ipExt =
	"InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InBcastPkts OutBcastPkts InOctets OutOctets InMcastOctets " +
	"OutMcastOctets InBcastOctets OutBcastOctets InCsumErrors InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts ReasmOverlaps";

export const mptcpExt =
	"MPCapableSYNRX MPCapableSYNTX MPCapableSYNACKRX MPCapableACKRX MPCapableFallbackACK MPCapableFallbackSYNACK " +
	"MPCapableSYNTXDrop@6013 MPCapableSYNTXDisabled@6013 MPCapableEndpAttempt MPFallbackTokenInit MPTCPRetrans " +
	"MPJoinNoTokenFound MPJoinSynRx MPJoinSynBackupRx MPJoinSynAckRx MPJoinSynAckBackupRx MPJoinSynAckHMacFailure " +
	"MPJoinAckRx MPJoinAckHMacFailure MPJoinRejected@6015 MPJoinSynTx@6012 MPJoinSynTxCreatSkErr@6012 " +
	"MPJoinSynTxBindErr@6012 MPJoinSynTxConnectErr@6012 DSSNotMatching DSSCorruptionFallback DSSCorruptionReset " +
	"InfiniteMapTx InfiniteMapRx DSSNoMatchTCP DataCsumErr OFOQueueTail OFOQueue OFOMerge NoDSSInWindow DuplicateData " +
	"AddAddr AddAddrTx@6003 AddAddrTxDrop@6003 EchoAdd EchoAddTx@6003 EchoAddTxDrop@6003 PortAdd AddAddrDrop MPJoinPortSynRx MPJoinPortSynAckRx " +
	"MPJoinPortAckRx MismatchPortSynRx MismatchPortAckRx RmAddr RmAddrDrop RmAddrTx@6003 RmAddrTxDrop@6003 RmSubflow MPPrioTx MPPrioRx " +
	"MPFailTx MPFailRx MPFastcloseTx MPFastcloseRx MPRstTx MPRstRx RcvPruned@-6008 SubflowStale SubflowRecover SndWndShared RcvWndShared " +
	"RcvWndConflictUpdate RcvWndConflict MPCurrEstab@6007 Blackhole@6012 MPCapableDataFallback@6016 MD5SigFallback@6016 " +
	"DssFallback@6016 SimultConnectFallback@6016 FallbackFailed@6016 WinProbe@6017";

export const ip6 =
	"InReceives InHdrErrors InTooBigErrors InNoRoutes InAddrErrors InUnknownProtos InTruncatedPkts InDiscards InDelivers " +
	"OutForwDatagrams OutRequests OutDiscards OutNoRoutes ReasmTimeout ReasmReqds ReasmOKs ReasmFails FragOKs FragFails " +
	"FragCreates InMcastPkts OutMcastPkts InOctets OutOctets InMcastOctets OutMcastOctets InBcastOctets OutBcastOctets " +
	"InNoECTPkts InECT1Pkts InECT0Pkts InCEPkts OutTransmits@6007";

export const icmp6 = "InMsgs InErrors OutMsgs OutErrors InCsumErrors OutRateLimitHost";

/** By ICMPv6 type, which is the order of the file. */
export const icmp6Types: readonly (readonly [string, number])[] = [
	["DestUnreachs", 1],
	["PktTooBigs", 2],
	["TimeExcds", 3],
	["ParmProblems", 4],
	["Echos", 128],
	["EchoReplies", 129],
	["GroupMembQueries", 130],
	["GroupMembResponses", 131],
	["GroupMembReductions", 132],
	["RouterSolicits", 133],
	["RouterAdvertisements", 134],
	["NeighborSolicits", 135],
	["NeighborAdvertisements", 136],
	["Redirects", 137],
	["MLDv2Reports", 143],
];

export const udpLite6 = "InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors MemErrors";
